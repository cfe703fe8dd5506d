namespace CanaryJudge.AnalysisServer.Storage;

/// <summary>Entries to add to a log, and what the analysis is after them.</summary>
/// <param name="Position">The position of the first one: the length that the log must have now.</param>
/// <param name="Entries">At least one.</param>
/// <param name="Header">The header after them; id, request, creation and labels stay as they are.</param>
/// <param name="State">A snapshot of the state after them; null: not now.</param>
public sealed record LogAppend(long Position, IReadOnlyList<byte[]> Entries, AnalysisHeader Header, byte[]? State);

/// <summary>What became of an append.</summary>
public enum AppendOutcome
{
    /// <summary>It is durable.</summary>
    Appended,

    /// <summary>The log has another length, or is gone: somebody else writes it. Nothing was written.</summary>
    Conflict,
}

/// <summary>What became of a creation.</summary>
public enum CreateOutcome
{
    /// <summary>It is durable.</summary>
    Created,

    /// <summary>The id or the request's id is taken. Nothing was written.</summary>
    Taken,
}

/// <summary>The state of an analysis as it was at a point of its log.</summary>
/// <param name="Position">The length of the log then.</param>
/// <param name="State">What the analysis wrote.</param>
public sealed record StoredSnapshot(long Position, byte[] State);

/// <summary>Which analyses to list.</summary>
/// <param name="States">Numbers of states; empty: all.</param>
/// <param name="Labels">All of them must be there; empty: any.</param>
/// <param name="Size">How many at most; at least 1.</param>
/// <param name="Before">Only those created before this one, by <see cref="AnalysisPage.Next"/>; null: from the newest.</param>
public sealed record AnalysisQuery(IReadOnlyList<int> States, IReadOnlyList<KeyValuePair<string, string>> Labels, int Size, long? Before);

/// <summary>One page of a list.</summary>
/// <param name="Headers">The newest first.</param>
/// <param name="Next">Where the next page goes on; null: there is none.</param>
public sealed record AnalysisPage(IReadOnlyList<AnalysisHeader> Headers, long? Next);
