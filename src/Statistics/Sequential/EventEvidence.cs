namespace CanaryJudge.Statistics.Sequential;

/// <summary>Events out of a total or per exposure: failed by a mixture of rate ratios, accepted by likelihoods against the closest margin.</summary>
/// <remarks>
/// <para>Shapes: one bucket of counts of both arms after the other. Units: events per exposure. O(1) a bucket (O(steps) with steps).</para>
/// <para>Method: harm by <see cref="CountMixture"/> at the relative tolerance and, where there is an absolute one, by
/// <see cref="ClosestNull"/> at that too, with the standardised harm beyond both; acceptance by <see cref="ClosestNull"/> within the
/// step; both divided by the dispersion of <see cref="BurstGuard"/>.</para>
/// <para>Error: exact for independent events, approximate under bursts (measured by error-rates-over-looks).</para>
/// <para>Source: those of the parts.</para>
/// </remarks>
public sealed class EventEvidence : ISequentialTest
{
    /// <inheritdoc />
    public string Name => "count-mixture";

    /// <inheritdoc />
    public ISequentialRun Start(SequentialPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        plan.RequireNoGuards();
        return new EventRun(plan);
    }
}
