using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Cases;

/// <summary>What a case's judgement should be.</summary>
public sealed record Expectation
{
    /// <summary>The verdict.</summary>
    public Verdict Verdict { get; init; }

    /// <summary>The reason's code; null: any.</summary>
    public ReasonCode? ReasonCode { get; init; }

    /// <summary>Verdicts of single metrics, by name; empty: any.</summary>
    public IReadOnlyDictionary<string, Verdict> Metrics { get; init; } = new Dictionary<string, Verdict>(StringComparer.Ordinal);

    /// <summary>Why, for readers; may be empty.</summary>
    public string Why { get; init; } = "";
}
