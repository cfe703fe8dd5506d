using System.Text.Json;
using CanaryJudge.Statistics.TwoSample;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.TwoSample;

/// <summary>Base R 4.2.2 (t.test) on 160 pairs of samples, and what must hold for any.</summary>
public sealed class WelchTests
{
    private static readonly JsonElement[] Cases = Vectors.Of("two-sample", "two_sample");
    private static readonly Welch Test = new();
    private static readonly Gen<double[]> Arm = Gen.Double[-1, 1].Array[2, 30];

    [Fact]
    public void Statistic_degrees_and_p_value_agree_with_R() => Assert.All(Cases, c =>
    {
        // t.test(canary, baseline): statistic, parameter, p.value
        double[] baseline = c.Numbers("baseline"), canary = c.Numbers("canary");
        var expected = c.GetProperty("welch");
        var id = c.GetProperty("id").ToString();

        var result = Test.Run(baseline, canary, Alternative.Different);

        Vectors.Close(expected.Number("t"), result.Statistic, 1e-10, id, 1e-13);
        Vectors.Close(expected.Number("df"), Welch.DegreesOfFreedom(baseline, canary), 1e-10, id);
        Vectors.Close(expected.Number("p"), result.PValue, 1e-10, id);
    });

    [Fact]
    public void The_interval_agrees_with_R() => Assert.All(Cases, c =>
    {
        var ends = c.GetProperty("welch").Numbers("ci");
        var id = c.GetProperty("id").ToString();

        var interval = Welch.Interval(c.Numbers("baseline"), c.Numbers("canary"), (1 - c.Number("confidence")) / 2);

        Vectors.Close(ends[0], interval.Lower, 1e-10, id, 1e-12);
        Vectors.Close(ends[1], interval.Upper, 1e-10, id, 1e-12);
    });

    [Fact]
    public void Swapping_arms_and_direction_leaves_the_p_value_alone() => Gen.Select(Arm, Arm).ForAll((a, b) =>
        Assert.Equal(Test.Run(a, b, Alternative.Greater).PValue, Test.Run(b, a, Alternative.Less).PValue, 1e-12));

    [Fact]
    public void A_change_of_unit_changes_nothing() => Gen.Select(Arm, Arm, Gen.Int[-40, 40]).ForAll((a, b, e) =>
    {
        var unit = Math.Pow(2, e);

        Assert.Equal(
            Test.Run(a, b, Alternative.Greater).PValue,
            Test.Run([.. a.Select(v => v * unit)], [.. b.Select(v => v * unit)], Alternative.Greater).PValue,
            1e-9);
    });

    [Fact]
    public void Values_that_never_vary_show_nothing()
    {
        Assert.Equal(1, Test.Run([5, 5, 5], [6, 6, 6], Alternative.Greater).PValue);
        Assert.Equal(1, Test.Run([5], [6], Alternative.Greater).PValue);
        Assert.Equal(new Interval(1, double.NegativeInfinity, double.PositiveInfinity), Welch.Interval([5], [6], 0.05));
    }

    [Fact]
    public void False_alarms_stay_at_the_level()
    {
        const int runs = 4000;
        var chance = new Random(7);

        var alarms = Enumerable.Range(0, runs).Count(_ => Test.Run(Uniform(12), Uniform(30), Alternative.Greater).PValue <= 0.05);

        // Nominal 5% plus three standard errors.
        Assert.InRange(alarms / (double)runs, 0, 0.05 + (3 * Math.Sqrt(0.05 * 0.95 / runs)));

        double[] Uniform(int count) => [.. Enumerable.Range(0, count).Select(_ => chance.NextDouble())];
    }
}
