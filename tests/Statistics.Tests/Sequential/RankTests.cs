using CanaryJudge.Statistics.Dependence;
using CanaryJudge.Statistics.Effects;
using CanaryJudge.Statistics.Sequential;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Sequential;

/// <summary>The parts of stratified ranks against an independent program, and what must hold of them.</summary>
public sealed class RankTests
{
    [Fact]
    public void Strata_are_summed_as_an_independent_program_does() => Assert.All(Vectors.Of("sequential", "stratified_z"), c =>
    {
        double[] z = c.Numbers("z"), v = c.Numbers("v");
        double sum = z.Zip(v, (x, y) => x * Math.Sqrt(y)).Sum(), information = v.Sum();

        Close(c.Number("z_total"), sum / Math.Sqrt(information), "z");
        Close(c.Number("v_total"), information, "v");
    });

    [Fact]
    public void Sums_over_strata_agree_at_every_shift() => Assert.All(Vectors.Of("sequential", "histogram_shift"), c =>
    {
        var factors = c.GetProperty("factors").EnumerateArray().ToArray();
        var sums = new ShiftSums(factors.Length);
        foreach (var stratum in c.GetProperty("strata").EnumerateArray())
        {
            var values = Filled(stratum.Numbers("baseline"), stratum.Numbers("canary"));
            if (ShiftSums.Counts(values))
            {
                var pair = values.Pair()!;
                sums.Add(pair, i => factors[i].Number("offset") != 0
                    ? HistogramShift.OffsetZ(pair, factors[i].Number("offset"))
                    : HistogramShift.FactorZ(pair, factors[i].Number("factor")));
            }
        }

        Assert.All(factors.Select((factor, i) => (factor, i)), x =>
        {
            Close(x.factor.Number("z"), sums.Z(x.i), "z");
            Close(x.factor.Number("v"), sums.Information, "v");
        });
    });

    [Fact]
    public void The_estimate_and_its_ends_agree_to_the_grid_between_strata() => Assert.All(Vectors.Of("sequential", "histogram_shift"), c =>
    {
        var strata = c.GetProperty("strata").EnumerateArray().ToArray();
        var run = SequentialTests.All.Single(t => t.Name == "stratified-ranks").Start(new() { StratumBuckets = 1, Beta = 0.05 });
        foreach (var stratum in strata)
        {
            run.Add(new ArmsBucket.Samples(stratum.Numbers("baseline"), stratum.Numbers("canary")));
        }

        Vectors.Close(c.Number("estimate_factor"), run.Effect().Value.Estimate, 2e-3, "estimate");
    });

    [Fact]
    public void The_cluster_divisor_agrees() => Assert.All(Vectors.Of("sequential", "cluster_divisor"), c =>
    {
        var clusters = new ClusterDivisor();
        foreach (var (z, v) in c.Numbers("z").Zip(c.Numbers("v")))
        {
            clusters.Add(z, v);
        }

        Close(c.Number("mu"), clusters.Mean, "mu");
        Close(c.Number("divisor"), clusters.Divisor, "divisor");
    });

    [Fact]
    public void Few_buckets_are_not_trusted_to_show_independence()
    {
        var clusters = new ClusterDivisor();
        var draws = new Draws(1);
        var cautious = new List<double>();
        for (var k = 1; k <= 25; k++)
        {
            clusters.Add(draws.Normal(), 10);
            cautious.Add(clusters.Cautious);
        }

        // scipy.stats.chi2.ppf(0.25, 9) / 9 = 0.6554
        Assert.Equal(double.PositiveInfinity, cautious[0]);
        Assert.All(cautious[1..19], d => Assert.True(d >= 1));
        Assert.All(cautious[19..], d => Assert.Equal(1, d));
        var ten = new ClusterDivisor();
        Array.ForEach([-3, -2, -1, 0, 1, 2, 3, 4, -4, 0], z => ten.Add(z, 1));
        Assert.Equal(ten.Divisor / 0.6554, ten.Cautious, 0.01 * ten.Cautious);
    }

    [Fact]
    public void Merging_is_the_same_in_every_order_and_grouping() =>
        Gen.Select(Gen.Double.Where(double.IsFinite).Array[1, 60], Gen.Double[0.1, 9].Array[1, 60], Gen.Int[0, 59]).ForAll((wild, tame, cut) =>
        {
            double[] values = [.. wild, .. tame];
            cut = Math.Min(cut, values.Length);
            var whole = Filled(values, tame);
            var merged = Filled([.. values[cut..].Reverse()], tame);
            merged.Merge(Filled(values[..cut], []));

            Assert.Equal(States.Bytes(whole), States.Bytes(merged));
        });

    [Fact]
    public void Values_over_the_whole_range_of_doubles_stay_within_the_bins_and_agree_in_any_order()
    {
        var draws = new Draws(1);
        double[] values = [.. Enumerable.Range(0, 40_000).Select(_ => (draws.Uniform() - 0.5) * Math.Pow(10, (600 * draws.Uniform()) - 300))];

        var forward = Filled(values, []);
        var backward = Filled([.. values.Reverse()], []);

        Assert.True(States.Bytes(forward).Length < 8_192 * 3 * 8 + 100);
        Assert.Equal(States.Bytes(forward), States.Bytes(backward));
        Assert.Equal(40_000, forward.BaselineAbove(double.NegativeInfinity));
    }

    [Fact]
    public void Quantiles_and_counts_are_those_of_the_values_within_a_bin() => Gen.Double[1, 1000].Array[1, 300].ForAll(values =>
    {
        var histogram = Filled(values, values);
        double[] sorted = Samples.Sorted(values);

        Assert.InRange(histogram.BaselineQuantile(0.9) / sorted[(int)Math.Ceiling(0.9 * sorted.Length) - 1], 0.992, 1.008);
        Assert.InRange(
            histogram.CanaryAbove(500), values.Count(x => x > 504), values.Count(x => x > 496));
        Assert.Equal(sorted.Length, histogram.BaselineAbove(0));
    });

    [Fact]
    public void A_key_gives_one_value_and_only_in_its_first_bucket()
    {
        var keys = new ClusterKeys(1_000);
        var found = new List<double>();

        keys.Add([2, 8, 5, -1, 3], [7, 7, 8, 9, 9], found.Add);
        keys.Add([100, 11], [7, 10], found.Add);

        Assert.Equal([1, 4, 5, 11], found.Select(x => Math.Round(x, 12)).Order());
    }

    [Fact]
    public void Keys_beyond_the_limit_are_a_sample_that_does_not_depend_on_order_or_storing()
    {
        ulong[] all = [.. Enumerable.Range(0, 5_000).Select(i => (ulong)i)];
        double[] values = [.. all.Select(key => (double)key)];
        ClusterKeys forward = new(1_000), backward = new(1_000);
        forward.Add(values, all, _ => { });
        backward.Add([.. values.Reverse()], [.. all.Reverse()], _ => { });
        var copy = States.Copy(forward, new ClusterKeys(1_000));
        List<double> later = [], laterOfCopy = [];
        forward.Add(values.Select(v => v + 5_000).ToArray(), all.Select(k => k + 5_000).ToArray(), later.Add);
        copy.Add(values.Select(v => v + 5_000).ToArray(), all.Select(k => k + 5_000).ToArray(), laterOfCopy.Add);

        Assert.InRange(backward.Count, 400, 1_000);
        Assert.Equal(States.Bytes(backward).Length, States.Bytes(States.Copy(backward, new ClusterKeys(1_000))).Length);
        Assert.Equal(later, laterOfCopy);
        Assert.NotEmpty(later);
    }

    [Fact]
    public void Restored_clusters_go_on_to_the_bit() => Gen.Double[-3, 3].Array[1, 40].ForAll(z =>
    {
        var clusters = new ClusterDivisor();
        Array.ForEach(z, x => clusters.Add(x, 10));
        var copy = States.Copy(clusters, new ClusterDivisor());
        clusters.Add(1, 20);
        copy.Add(1, 20);

        Assert.Equal(States.Bytes(clusters), States.Bytes(copy));
    });

    private static ArmsHistogram Filled(double[] baseline, double[] canary)
    {
        var histogram = new ArmsHistogram();
        Array.ForEach(baseline, histogram.AddBaseline);
        Array.ForEach(canary, histogram.AddCanary);
        return histogram;
    }

    private static void Close(double expected, double actual, string what) => Vectors.Close(expected, actual, 1e-9, what, 1e-11);
}
