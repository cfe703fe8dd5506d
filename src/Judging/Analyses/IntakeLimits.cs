namespace CanaryJudge.Judging.Analyses;

/// <summary>What one analysis may hold.</summary>
/// <param name="MaxProducersPerAnalysis">Senders of data.</param>
/// <param name="MaxOpenValuesPerAnalysis">Values that wait for their bucket to close; of histograms all their counts.</param>
/// <param name="MaxStepsPerAnalysis">Steps.</param>
public sealed record IntakeLimits(int MaxProducersPerAnalysis, long MaxOpenValuesPerAnalysis, int MaxStepsPerAnalysis)
{
    /// <summary>No limits, for data that are already in memory.</summary>
    public static IntakeLimits None { get; } = new(int.MaxValue, long.MaxValue, int.MaxValue);
}
