namespace CanaryJudge.Judging.Analyses;

/// <summary>What an analysis begins with: the first entry of its log.</summary>
public sealed record AnalysisStart
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The creator's id of the request; empty: none.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>When it was created, Unix nanoseconds.</summary>
    public required long Created { get; init; }

    /// <summary>The policy's text, as given: YAML or JSON.</summary>
    public required string PolicyText { get; init; }

    /// <summary>How it runs.</summary>
    public RunOptions Options { get; init; } = new();

    /// <summary>Labels to find it by.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = Model.Series.NoLabels;
}
