namespace CanaryJudge.Statistics.Sequential;

/// <summary>One number per bucket and arm, judged by the mean of the paired difference at two time scales.</summary>
/// <remarks>
/// <para>Shapes: one pair after the other, in order of time. Units: log ratio; differences and ranks where values are not positive or
/// bounds are absolute. O(1) a bucket for logarithms, see RankedPairs for ranks.</para>
/// <para>Method: <see cref="PairedSeries"/> on the series moved by the tolerance (harm) and by the margin (acceptance), against
/// <see cref="DelayedStart"/> or, with a planned end, <see cref="GroupSequential"/>. Logarithms or ranks is settled at the first
/// look that may decide, from the values so far, and stays.</para>
/// <para>Error: approximate; unchanged series are failed in at most 5 % of runs for first-order autocorrelation up to 0.8 (measured by
/// error-rates-over-looks). Source: those of the parts.</para>
/// </remarks>
public sealed class PairedEvidence : ISequentialTest
{
    /// <inheritdoc />
    public string Name => "paired-series";

    /// <inheritdoc />
    public ISequentialRun Start(SequentialPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        plan.RequireNoGuards();
        return new PairedRun(plan);
    }
}
