using CanaryJudge.Statistics.Dependence;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Dependence;

public sealed class RunningMomentsTests
{
    private static readonly Gen<double[]> Series = Gen.Select(Gen.Int[-99, 99].Array[2, 200], Gen.Double[-1000, 1000])
        .Select((noise, level) => noise.Select(x => level + (x / 100.0)).ToArray());

    [Fact]
    public void Every_length_agrees_with_two_passes() => Series.ForAll(series =>
    {
        var moments = new RunningMoments();
        for (var n = 1; n <= series.Length; n++)
        {
            moments.Add(series[n - 1]);
            var mean = Samples.Mean(series.AsSpan(0, n));
            double squares = 0, products = 0;
            for (var t = 0; t < n; t++)
            {
                squares += (series[t] - mean) * (series[t] - mean);
                products += t > 0 ? (series[t] - mean) * (series[t - 1] - mean) : 0;
            }

            Vectors.Close(mean, moments.Mean, 1e-12, "mean", 1e-12);
            Vectors.Close(n < 2 ? 0 : squares / (n - 1), moments.Variance, 1e-10, "variance", 1e-11);
            Vectors.Close(squares == 0 ? 0 : products / squares, moments.LagOne, 1e-9, "lag one", 1e-9);
        }
    });

    [Fact]
    public void Values_added_together_give_the_moments_of_one_after_the_other() => Gen.Select(Series, Series, Series).ForAll((a, b, c) =>
    {
        RunningMoments single = new(), together = new();
        foreach (var part in new[] { a, b[..1], b, [], c })
        {
            Array.ForEach(part, single.Add);
            together.Add(part);

            Assert.Equal(single.N, together.N);
            Vectors.Close(single.Mean, together.Mean, 1e-12, "mean", 1e-12);
            Vectors.Close(single.Variance, together.Variance, 1e-10, "variance", 1e-11);
            Vectors.Close(single.LagOne, together.LagOne, 1e-9, "lag one", 1e-9);
        }
    });

    [Fact]
    public void Values_near_the_largest_double_have_the_mean_that_they_have_one_by_one()
    {
        RunningMoments single = new(), together = new();
        double[] values = [.. Enumerable.Range(0, 120).Select(i => 1e308 * (1 + (i % 7 / 10.0)))];
        Array.ForEach(values, single.Add);
        together.Add(values);

        Assert.Equal(single.Mean, together.Mean);
        Assert.InRange(together.Mean, 1.29e308, 1.31e308);
    }

    [Fact]
    public void What_is_not_finite_is_refused_and_changes_nothing()
    {
        var moments = new RunningMoments();
        moments.Add([1, 2, 4]);
        var before = States.Bytes(moments);

        Assert.Throws<ArgumentException>(() => moments.Add([3, double.NaN]));
        Assert.Equal(before, States.Bytes(moments));
    }

    [Fact]
    public void Constant_values_have_no_variance_to_the_bit()
    {
        var moments = new RunningMoments();
        for (var t = 0; t < 1_000; t++)
        {
            moments.Add(0.1);
            moments.Add([0.1, 0.1, 0.1]);
        }

        Assert.Equal((0.1, 0, 0), (moments.Mean, moments.Variance, moments.LagOne));
    }

    [Fact]
    public void A_restored_series_goes_on_to_the_bit() => Gen.Select(Series, Series).ForAll((before, after) =>
    {
        var moments = new RunningMoments();
        Array.ForEach(before, moments.Add);
        var copy = States.Copy(moments, new RunningMoments());
        Array.ForEach(after, moments.Add);
        Array.ForEach(after, copy.Add);

        Assert.Equal(States.Bytes(moments), States.Bytes(copy));
    });
}
