using CanaryJudge.Statistics.Dependence;

namespace CanaryJudge.Statistics.Sequential;

/// <summary>Raw samples and histograms: Mann-Whitney in strata of time, on the canary moved back by the tolerance and by the margin.</summary>
/// <remarks>
/// <para>Shapes: one bucket of values or counts of both arms after the other. Units: those of the values. O(log n) a value, O(bins) a
/// look; memory is that of one stratum however long the run.</para>
/// <para>Method: one stratum per step and at most ten minutes, z = sum of sqrt(v) z over root of the sum of v, against
/// <see cref="DelayedStart"/> from 100 canary values on; tails by quantile guards. Values that depend on each other: one value per key,
/// or without keys <see cref="ClusterDivisor"/>.</para>
/// <para>Error: asymptotic; at exactly the tolerance and at exactly the margin at most 5 % (measured by error-rates-over-looks).</para>
/// <para>Source: H. B. Mann and D. R. Whitney, Ann. Math. Statist. 18 (1947) 50-60; strata by P. H. van Elteren, Bull. Inst. Internat.
/// Statist. 37 (1960) 351-361; J. L. Hodges and E. L. Lehmann, Ann. Math. Statist. 34 (1963) 598-611.</para>
/// </remarks>
public sealed class RankEvidence : ISequentialTest
{
    /// <inheritdoc />
    public string Name => "stratified-ranks";

    /// <inheritdoc />
    public ISequentialRun Start(SequentialPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        plan.Require();
        return new RankRun(plan);
    }
}
