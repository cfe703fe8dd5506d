namespace CanaryJudge.AnalysisClient;

/// <summary>One arm of a ratio: events out of all events, per interval.</summary>
/// <param name="Events">Of each interval; at most its total.</param>
/// <param name="Total">Of each interval.</param>
public readonly record struct EventsOfTotal(ReadOnlyMemory<ulong> Events, ReadOnlyMemory<ulong> Total);
