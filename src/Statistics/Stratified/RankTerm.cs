using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Statistics.Stratified;

/// <summary>What one stratum adds to the stratified rank statistic.</summary>
/// <param name="Deviation">U - n m / 2 of the canary.</param>
/// <param name="Variance">Of U when nothing changed, corrected for ties; 0 when all values are tied.</param>
/// <param name="Information">n m / (n + m).</param>
internal readonly record struct RankTerm(double Deviation, double Variance, double Information)
{
    /// <summary>What a pair of this stratum counts: sqrt(v) / sd(U); 0 for a stratum that is all ties and so says nothing.</summary>
    internal double Weight => Variance > 0 ? Math.Sqrt(Information / Variance) : 0;

    internal static RankTerm Of(SampleStratum stratum)
    {
        double n = stratum.Baseline.Length, m = stratum.Canary.Length;
        var (rankSum, tieTerm) = Ranks.Merge(stratum.Baseline, stratum.Canary);
        return new(rankSum - (m * (m + 1) / 2) - (n * m / 2), MannWhitney.Variance(n, m, tieTerm), n * m / (n + m));
    }

    internal static RankTerm[] Of(IReadOnlyList<SampleStratum> strata) => [.. strata.Select(Of)];

    /// <summary>The smallest weight of a stratum that says something: half a pair of it is the continuity correction. 0: none does.</summary>
    internal static double Step(RankTerm[] terms) => terms.Where(t => t.Weight > 0).Select(t => t.Weight).DefaultIfEmpty(0).Min();

    /// <summary>The root of the information of the strata that say something: the standard deviation of the weighted sum of U.</summary>
    internal static double Spread(RankTerm[] terms) => Math.Sqrt(terms.Where(t => t.Weight > 0).Sum(t => t.Information));
}
