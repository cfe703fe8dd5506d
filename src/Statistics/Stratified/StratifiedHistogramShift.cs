using CanaryJudge.Statistics.Effects;

namespace CanaryJudge.Statistics.Stratified;

/// <summary>How far the canary's histogram lies above the baseline's of the same stratum: one factor or offset for all strata.</summary>
/// <remarks>
/// <para>Shapes: S strata of two histograms; strata may have other buckets. Units: those of the edges.</para>
/// <para>Method: z = sum of sqrt(v) z over sqrt(sum of v), v = n m / (n + m), each stratum's z as in <see cref="HistogramShift"/>; the
/// estimate has z = 0, the ends z = critical and -critical, by bisection. A stratum whose counts share one bucket is passed over.</para>
/// <para>Error: rounding only, 1e-9 against an independent program (measured by StratifiedHistogramShiftTests).</para>
/// <para>Source: Ph. van Elteren, Bull. Int. Statist. Inst. 37 (1960) 351-361; J. L. Hodges and E. L. Lehmann, Ann. Math. Statist. 34 (1963) 598-611.</para>
/// </remarks>
public sealed class StratifiedHistogramShift
{
    private readonly BucketPair[] _pairs;
    private readonly double[] _information;
    private readonly bool _fromZero;

    /// <summary>Takes the strata.</summary>
    /// <param name="strata">At least one.</param>
    /// <exception cref="ArgumentException">There is no stratum, or its shapes or values break what is said above.</exception>
    public StratifiedHistogramShift(IReadOnlyList<BucketStratum> strata)
    {
        Strata.RequireAny(strata.Count, nameof(strata));
        _pairs = [.. strata.Select(s => new BucketPair(s.Edges, s.Baseline, s.Canary))];
        _information = [.. strata.Zip(_pairs, Information)];
        _fromZero = strata.All(s => s.Edges[0] >= 0);
    }

    /// <summary>The standardised statistic at a factor.</summary>
    /// <param name="factor">What the canary is divided by, above 0.</param>
    /// <returns>z; above 0 when the canary lies above the factor times the baseline; 0 when every stratum is one bucket.</returns>
    public double Z(double factor)
    {
        Levels.RequirePositive(factor);
        return Strata.Combine(Scores(p => HistogramShift.FactorZ(p, factor)), _information).Z;
    }

    /// <summary>The standardised statistic at an offset.</summary>
    /// <param name="offset">What is subtracted from the canary, in the unit of the edges.</param>
    /// <returns>z; above 0 when the canary lies above the baseline plus the offset; 0 when every stratum is one bucket.</returns>
    public double OffsetZ(double offset)
    {
        Levels.RequireFinite(offset);
        return Strata.Combine(Scores(p => HistogramShift.OffsetZ(p, offset)), _information).Z;
    }

    /// <summary>The common factor with its two ends.</summary>
    /// <param name="criticalZ">The distance of the ends from the estimate in z, at least 0.</param>
    /// <returns>The factor; what lies outside 1/16 to 16 is given as 0 or positive infinity.</returns>
    /// <exception cref="InvalidOperationException">An edge is below 0: a factor needs edges from 0 on.</exception>
    public StratifiedInterval Factor(double criticalZ)
    {
        Levels.RequireNotNegative(criticalZ);
        if (!_fromZero)
        {
            throw new InvalidOperationException("A factor needs edges from 0 on; use the offset.");
        }

        var factor = HistogramShift.FactorOf(Z, criticalZ);
        var at = Math.Clamp(factor.Estimate, 1.0 / 16, 16);
        return new(factor, Scores(p => HistogramShift.FactorZ(p, at)));
    }

    /// <summary>The common offset with its two ends.</summary>
    /// <param name="criticalZ">The distance of the ends from the estimate in z, at least 0.</param>
    /// <returns>The offset in the unit of the edges; an end that needs more than the whole range of the edges is infinite.</returns>
    public StratifiedInterval Offset(double criticalZ)
    {
        Levels.RequireNotNegative(criticalZ);
        var range = _pairs.Max(p => p.Range);
        var offset = HistogramShift.OffsetOf(OffsetZ, range, criticalZ);
        var at = Math.Clamp(offset.Estimate, -range, range);
        return new(offset, Scores(p => HistogramShift.OffsetZ(p, at)));
    }

    private double[] Scores(Func<BucketPair, double> z) => Array.ConvertAll(_pairs, p => z(p));

    // All ties say nothing; their share of the information would only dilute the others.
    private static double Information(BucketStratum stratum, BucketPair pair)
    {
        double n = stratum.Baseline.Sum(), m = stratum.Canary.Sum();
        return double.IsInfinity(pair.Sigma(moved: false)) ? 0 : n * m / (n + m);
    }
}
