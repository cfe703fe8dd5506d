namespace CanaryJudge.AnalysisClient;

/// <summary>One arm of a count: events and the exposure they came from, per interval.</summary>
/// <param name="Events">Of each interval.</param>
/// <param name="Exposure">Of each interval: time or requests, in one unit for both arms; at least 0.</param>
public readonly record struct EventsOfExposure(ReadOnlyMemory<ulong> Events, ReadOnlyMemory<double> Exposure);
