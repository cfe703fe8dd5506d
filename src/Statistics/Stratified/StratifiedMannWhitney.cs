using CanaryJudge.Statistics.Special;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Statistics.Stratified;

/// <summary>Do canary values tend to be larger (or smaller) than baseline values of the same stratum?</summary>
/// <remarks>
/// <para>Shapes: S strata of n baseline and m canary values, ascending. Units: any; only ranks inside a stratum matter, so levels
/// that differ between strata, and arms that have another share in each, change nothing.</para>
/// <para>Method: z = sum of sqrt(v) z over sqrt(sum of v), v = n m / (n + m), with each stratum's midranks, tie-corrected variance
/// and normal approximation: van Elteren's test, whose weights 1 / (N + 1) differ from these by 1 / (2 N). The continuity
/// correction is half of the lightest stratum's pair, right for strata alike and else too careful. A stratum that is all ties is passed over.
/// One stratum: <see cref="MannWhitney"/>, exact where that is.</para>
/// <para>Error: |p - exact p| below 0.004 for two strata of 10 and 10 (measured by StratifiedMannWhitneyTests).</para>
/// <para>Source: Ph. van Elteren, Bull. Int. Statist. Inst. 37 (1960) 351-361; E. L. Lehmann, Nonparametrics (1975), section 3.3.</para>
/// </remarks>
public static class StratifiedMannWhitney
{
    /// <summary>Runs the test. O(N) for sorted arms.</summary>
    /// <param name="strata">At least one.</param>
    /// <param name="alternative">What to look for.</param>
    /// <returns>Statistic z without continuity correction, the p-value, and the superiority, the mean of the strata's weighted by v;
    /// p is 1 and z 0 when every stratum is all ties.</returns>
    /// <exception cref="ArgumentException">There is no stratum, or an arm is empty, not finite or not ascending.</exception>
    public static TwoSampleResult Run(IReadOnlyList<SampleStratum> strata, Alternative alternative)
    {
        SampleStratum.Require(strata);
        var terms = RankTerm.Of(strata);
        double sum = 0, superiority = 0, information = 0, spread = RankTerm.Spread(terms);
        for (var s = 0; s < terms.Length; s++)
        {
            var pairs = (double)strata[s].Baseline.Length * strata[s].Canary.Length;
            sum += terms[s].Weight * terms[s].Deviation;
            superiority += terms[s].Information * terms[s].Deviation / pairs;
            information += terms[s].Information;
        }

        superiority = 0.5 + (superiority / information);
        var z = spread > 0 ? sum / spread : 0;
        if (terms.Length == 1)
        {
            var one = MannWhitney.RunSorted(strata[0].Baseline, strata[0].Canary, alternative);
            return one with { Statistic = z };
        }

        return new(z, spread > 0 ? PValue(sum, spread, RankTerm.Step(terms) / 2, alternative) : 1, superiority, Exact: false);
    }

    private static double PValue(double sum, double spread, double half, Alternative alternative)
    {
        var corrected = alternative switch
        {
            Alternative.Less => sum + half,
            Alternative.Greater => sum - half,
            _ => Math.Abs(sum) <= half ? 0 : sum - (half * Math.Sign(sum)),
        };
        return Gaussian.PValue(corrected / spread, alternative);
    }
}
