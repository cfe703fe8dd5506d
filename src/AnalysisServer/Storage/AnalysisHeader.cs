namespace CanaryJudge.AnalysisServer.Storage;

/// <summary>What a list shows of an analysis, and where its log stands.</summary>
public sealed record AnalysisHeader
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The creator's id of the request; empty: none.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>When it was created, Unix nanoseconds.</summary>
    public required long Created { get; init; }

    /// <summary>When it last took an entry, Unix nanoseconds.</summary>
    public required long Updated { get; init; }

    /// <summary>The number of its state; 0 is running.</summary>
    public int State { get; init; }

    /// <summary>The policy's name; may be empty.</summary>
    public string PolicyName { get; init; } = "";

    /// <summary>Labels to find it by.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The number of its newest event.</summary>
    public long Revision { get; init; }

    /// <summary>Looks made.</summary>
    public long Looks { get; init; }

    /// <summary>The newest time of its data, Unix nanoseconds; null without data.</summary>
    public long? Newest { get; init; }

    /// <summary>The entries of its log.</summary>
    public long Length { get; init; }

    /// <summary>When it wants to be woken, Unix nanoseconds; null: never.</summary>
    public long? Due { get; init; }
}
