using CanaryJudge.Statistics.Anomalies;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Anomalies;

public sealed class RobustZTests
{
    private static readonly Gen<double[]> Values = Gen.OneOf(Gen.Int[0, 4].Select(x => (double)x).Array[1, 40], Gen.Double[-100, 100].Array[1, 40]);

    [Fact]
    public void The_median_deviation_is_that_of_the_deviations_themselves() => Values.ForAll(values =>
    {
        var scale = RobustZ.Of(values);

        var mad = Samples.Median(Draws.Sorted([.. values.Select(x => Math.Abs(x - scale.Median))]));

        Assert.Equal(mad > 0, scale.Kind == ScaleKind.Mad);
        Assert.Equal(1.4826 * mad, scale.Kind == ScaleKind.Mad ? scale.Scale : 0, 1e-12);
    });

    [Fact]
    public void Shift_and_positive_scaling_leave_z_alone() => Gen.Select(Gen.Int[-50, 50].Select(x => (double)x).Array[1, 30], Gen.Int[1, 9]).ForAll((values, unit) =>
    {
        var (here, there) = (RobustZ.Of(values), RobustZ.Of([.. values.Select(x => (unit * x) + 64)]));

        Assert.All(values, x => Vectors.Close(here.Z(x), there.Z((unit * x) + 64), 1e-12, "z"));
    });

    [Fact]
    public void One_value_is_constant_and_anything_else_infinitely_far()
    {
        var scale = RobustZ.Of([7]);

        Assert.Equal((ScaleKind.Constant, 0, double.PositiveInfinity, double.NegativeInfinity), (scale.Kind, scale.Z(7), scale.Z(8), scale.Z(6)));
    }

    [Fact]
    public void A_spike_does_not_hide_itself() => Assert.True(RobustZ.Of([1, 2, 3, 4, 5, 6, 7, 8, 1e9]).Z(1e9) > 1e8);

    [Fact]
    public void Alternating_values_are_one_scale_from_their_middle() => Assert.Equal(1 / 1.4826, RobustZ.Of([1, 3, 1, 3, 1, 3, 1, 3]).Z(3), 1e-12);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_not_finite_is_refused(double value) => Assert.Throws<ArgumentException>(() => RobustZ.Of([1, value, 2]));

    [Fact]
    public void No_values_are_refused() => Assert.Throws<ArgumentException>(() => RobustZ.Of([]));
}
