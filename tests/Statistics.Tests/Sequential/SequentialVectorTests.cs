using System.Text.Json;
using CanaryJudge.Statistics.Dependence;
using CanaryJudge.Statistics.Effects;
using CanaryJudge.Statistics.Multiplicity;
using CanaryJudge.Statistics.Sequential;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Statistics.Tests.Sequential;

/// <summary>The formulas of series, histograms and counts against an independent program.</summary>
public sealed class SequentialVectorTests
{
    [Fact]
    public void Student_to_normal_agrees() => Assert.All(Of("t_to_z"), c =>
        Close(c.Number("z"), StudentNormal.Z(c.Number("t"), c.Number("df")), $"t = {c.Number("t")}, df = {c.Number("df")}"));

    [Theory]
    [InlineData("rank")]
    [InlineData("logdiff")]
    public void A_paired_series_agrees_in_every_step(string kind) => Assert.All(Of("paired_series").Where(c => c.Has(kind)), c =>
    {
        var expected = c.GetProperty(kind);
        double[] baseline = c.Numbers("baseline"), canary = c.Numbers("canary");
        var y = kind == "rank" ? PairedSeries.RankDifference(baseline, canary) : PairedSeries.LogRatio(baseline, canary);

        var strict = PairedSeries.Look(y, strict: true, twoScales: false);

        Close(expected.Number("mean"), strict.Mean, "mean");
        Assert.Equal(expected.Has("s2"), !strict.IsConstant);
        if (strict.IsConstant)
        {
            return;
        }

        Close(expected.Number("s2"), Math.Pow(Samples.StandardDeviation(y), 2), "s2");
        Close(expected.Number("r1"), Autocorrelation.LagOne(y), "r1");
        Close(expected.Number("phi_corrected"), Autocorrelation.Corrected(Autocorrelation.LagOne(y), y.Length), "phi");
        Close(expected.Number("phi_upper"), strict.Phi, "phi_upper");
        Close(expected.Number("ess_neff"), strict.EffectiveSize, "n_eff");
        Close(expected.Number("ess_t"), strict.Mean / strict.StandardError, "t");
        Close(expected.Number("ess_z"), strict.Z, "z");
    });

    [Theory]
    [InlineData("rank")]
    [InlineData("logdiff")]
    public void Two_scales_agree(string kind) => Assert.All(Of("paired_series").Where(c => c.Has(kind) && c.GetProperty(kind).Has("two_scale")), c =>
    {
        var expected = c.GetProperty(kind).GetProperty("two_scale");
        double[] baseline = c.Numbers("baseline"), canary = c.Numbers("canary");
        var y = kind == "rank" ? PairedSeries.RankDifference(baseline, canary) : PairedSeries.LogRatio(baseline, canary);

        var look = PairedSeries.Look(y, strict: false, twoScales: true);

        Close(expected.Number("phi1"), look.Fine.Phi, "phi1");
        Close(expected.Number("neff1"), look.Fine.EffectiveSize, "neff1");
        Close(expected.Number("se1"), look.Fine.StandardError, "se1");
        Close(expected.Number("phi5"), look.Coarse.Phi, "phi5");
        Close(expected.Number("neff5"), look.Coarse.EffectiveSize, "neff5");
        Close(expected.Number("se5"), look.Coarse.StandardError, "se5");
        Close(expected.Number("z"), look.Z, "z");
    });

    [Fact]
    public void Harm_and_acceptance_agree() => Assert.All(Of("paired_both"), c =>
    {
        var look = PairedSeries.Look(c.Numbers("y"), c.GetProperty("strict").GetBoolean(), twoScales: true);

        Close(c.Number("z_harm"), look.HarmZ(Math.Log(1 + c.Number("tolerance"))), "harm");
        Close(c.Number("z_accept"), look.AcceptZ(Math.Log(1 + c.Number("margin"))), "accept");
    });

    [Fact]
    public void Theta_and_its_variance_agree() => Assert.All(Of("mann_whitney"), c =>
    {
        double[] baseline = c.Numbers("baseline"), canary = c.Numbers("canary");
        double n = baseline.Length, m = canary.Length;

        var result = new MannWhitney().Run(baseline, canary, Alternative.Greater);
        var ranks = Ranks.Merge(Samples.Sorted(baseline), Samples.Sorted(canary));

        Close(c.Number("theta"), result.Superiority, "theta");
        Close(c.Number("var_null_ties"), MannWhitney.Variance(n, m, ranks.TieTerm) / (n * m * n * m), "variance");
    });

    [Fact]
    public void Bins_agree_to_the_bit() => Assert.All(Of("histogram_bins"), c =>
    {
        var bin = SlicedBins.Bin(c.Number("x"));

        Assert.Equal(c.GetProperty("bin").GetInt64(), bin);
        Assert.Equal(c.Number("lower"), SlicedBins.Lower(bin));
        Assert.Equal(c.Has("upper") ? c.Number("upper") : double.PositiveInfinity, SlicedBins.Upper(bin));
    });

    [Fact]
    public void Histogram_shifts_agree_at_every_factor_and_offset() => Assert.All(Of("histogram_shift"), c =>
    {
        var strata = c.GetProperty("strata").EnumerateArray().Select(Histogram)

            // A stratum with fewer than ten values in an arm is left out.
            .Where(stratum => Math.Min(stratum.Baseline.Sum(), stratum.Canary.Sum()) >= 10).ToArray();
        foreach (var factor in c.GetProperty("factors").EnumerateArray())
        {
            double sum = 0, information = 0;
            foreach (var (edges, baseline, canary) in strata)
            {
                double n = baseline.Sum(), m = canary.Sum(), v = n * m / (n + m), offset = factor.Number("offset");
                sum += Math.Sqrt(v) * (offset != 0
                    ? HistogramShift.OffsetZ(edges, baseline, canary, offset)
                    : HistogramShift.Z(edges, baseline, canary, factor.Number("factor")));
                information += v;
            }

            Close(factor.Number("S"), sum, "S");
            Close(factor.Number("z"), sum / Math.Sqrt(information), "z");
        }
    });

    [Fact]
    public void Histogram_factors_and_their_ends_agree_for_a_single_stratum() =>
        Assert.All(Of("histogram_shift").Where(c => c.GetProperty("strata").GetArrayLength() == 1), c =>
        {
            var (edges, baseline, canary) = Histogram(c.GetProperty("strata")[0]);
            var expected = c.GetProperty("interval");

            var factor = HistogramShift.Factor(edges, baseline, canary, expected.Number("critical_z"));

            Close(c.Number("estimate_factor"), factor.Estimate, "estimate");
            Close(expected.Number("lower_factor"), factor.Lower, "lower");
            Close(expected.Number("upper_factor"), factor.Upper, "upper");
        });

    [Fact]
    public void The_design_effect_of_buckets_agrees() => Assert.All(Of("cluster_divisor"), c =>
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
    public void The_conditional_score_agrees_at_every_look() => Assert.All(Of("count_score"), c =>
    {
        var rows = new EventRows(c);
        var expected = c.Numbers("z");
        for (var k = 1; k <= expected.Length; k++)
        {
            var z = ConditionalScore.Z(
                rows.BaselineEvents.AsSpan(0, k), rows.BaselineExposure.AsSpan(0, k), rows.CanaryEvents.AsSpan(0, k), rows.CanaryExposure.AsSpan(0, k), c.Number("r0"), 1);

            Close(expected[k - 1], z, $"look {k}");
        }
    });

    [Fact]
    public void Holm_agrees() => Assert.All(Of("combination"), c =>
        Assert.All(Holm.Adjust(c.Numbers("p")).Zip(c.Numbers("holm")), pair => Close(pair.Second, pair.First, "p")));

    [Fact]
    public void Means_and_step_up_of_e_values_agree() => Assert.All(Of("combination"), c =>
    {
        var logE = c.Numbers("log_e");

        Close(c.Number("log_mean_e"), EValues.LogMean(logE, [.. logE.Select(_ => 1.0)]), "mean");
        Assert.Equal(
            c.Numbers("ebh_rejected_at_0_05").Select(i => (int)i).Order(),
            EValues.RejectByStepUp(logE, 0.05).Select((rejected, i) => (rejected, i)).Where(x => x.rejected).Select(x => x.i));
    });

    private static JsonElement[] Of(string key) => Vectors.Of("sequential", key);

    private static void Close(double expected, double actual, string what) => Vectors.Close(expected, actual, 1e-9, what, 1e-11);

    internal static (double[] Edges, double[] Baseline, double[] Canary) Histogram(JsonElement stratum)
    {
        long[] baseline = [.. stratum.Numbers("baseline").Select(SlicedBins.Bin)], canary = [.. stratum.Numbers("canary").Select(SlicedBins.Bin)];
        long first = Math.Min(baseline.Min(), canary.Min()), count = Math.Max(baseline.Max(), canary.Max()) - first + 1;
        double[] Counts(long[] bins) => [.. Enumerable.Range(0, (int)count).Select(k => (double)bins.Count(bin => bin == first + k))];
        return ([.. Enumerable.Range(0, (int)count + 1).Select(k => SlicedBins.Lower(first + k))], Counts(baseline), Counts(canary));
    }

    private sealed class EventRows(JsonElement c)
    {
        private readonly double[][] _rows =
            [.. c.GetProperty("rows_nb_eb_nc_ec").EnumerateArray().Select(row => row.EnumerateArray().Select(x => x.GetDouble()).ToArray())];

        internal double[] BaselineExposure => [.. _rows.Select(row => row[0])];

        internal double[] BaselineEvents => [.. _rows.Select(row => row[1])];

        internal double[] CanaryExposure => [.. _rows.Select(row => row[2])];

        internal double[] CanaryEvents => [.. _rows.Select(row => row[3])];
    }
}
