using CanaryJudge.Statistics.Dependence;
using CanaryJudge.Statistics.Sequential;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Sequential;

public sealed class PairedSumsTests
{
    [Fact]
    public void Every_look_agrees_with_groups_cut_anew_from_the_whole_series() => Gen.Double[-1, 1].Array[10, 90].ForAll(y =>
    {
        var sums = new PairedSums();
        for (var n = 1; n <= y.Length; n++)
        {
            sums.Add(y[n - 1]);
            double[] groups = [.. Enumerable.Range(0, n / 5).Select(g => Samples.Mean(y.AsSpan((n % 5) + (5 * g), 5)))];
            if (n < 10 || groups.Distinct().Count() == 1)
            {
                continue;
            }

            var look = sums.Look(PhiMode.Plain, 0, twoScales: true);
            var phi = Autocorrelation.Corrected(Autocorrelation.LagOne(groups), groups.Length);
            var size = EffectiveSize.Of(groups.Length, phi);

            Assert.Equal(groups.Length, look.Coarse.Values);
            Vectors.Close(Samples.Mean(groups), look.Coarse.Mean, 1e-10, "mean", 1e-12);
            Vectors.Close(Samples.StandardDeviation(groups) / Math.Sqrt(size), look.Coarse.StandardError, 1e-10, "error", 1e-15);
        }
    });

    [Fact]
    public void The_history_counts_where_it_is_the_larger_one()
    {
        var sums = new PairedSums();
        Array.ForEach(new Draws(4).Normals(60), sums.Add);

        Assert.Equal(0.7, sums.Look(PhiMode.History, 0.7, twoScales: true).Phi);
        Assert.Equal(sums.Look(PhiMode.Plain, 0, true).Phi, sums.Look(PhiMode.History, 0, true).Phi);
        Assert.True(sums.Look(PhiMode.Strict, 0, true).Phi > sums.Look(PhiMode.Plain, 0, true).Phi);
    }

    [Fact]
    public void A_history_needs_240_positive_points()
    {
        double[] history = [.. new Draws(9).Autoregression(2_000, 0.8).Select(x => 100 * Math.Exp(0.3 * x))];

        Assert.Null(PairedSeries.HistoryPhi(history.AsSpan(0, 239)));
        Assert.InRange(PairedSeries.HistoryPhi(history)!.Value, 0.75, 0.85);
        Assert.Null(PairedSeries.HistoryPhi([.. history, 0]));
    }

    [Fact]
    public void A_restored_series_goes_on_to_the_bit() => Gen.Select(Gen.Double[-1, 1].Array[1, 40], Gen.Double[-1, 1].Array[1, 40]).ForAll((before, after) =>
    {
        var sums = new PairedSums();
        Array.ForEach(before, sums.Add);
        var copy = States.Copy(sums, new PairedSums());
        Array.ForEach(after, sums.Add);
        Array.ForEach(after, copy.Add);

        Assert.Equal(States.Bytes(sums), States.Bytes(copy));
        Assert.Equal(sums.Look(PhiMode.Strict, 0, true), copy.Look(PhiMode.Strict, 0, true));
    });

    [Fact]
    public void Nothing_to_look_at_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => new PairedSums().Look(PhiMode.Plain, 0, twoScales: true));
}
