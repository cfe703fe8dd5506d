using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Policies;

/// <summary>What a case is expected to give.</summary>
public sealed record Expectation
{
    /// <summary>The verdict of the judgement.</summary>
    public Verdict Verdict { get; init; }

    /// <summary>The reason's code; null: any.</summary>
    public ReasonCode? ReasonCode { get; init; }

    /// <summary>Verdicts of single metrics, by name; those not named may have any.</summary>
    public IReadOnlyDictionary<string, Verdict> Metrics { get; init; } = new Dictionary<string, Verdict>(StringComparer.Ordinal);

    /// <summary>Why that is right; may be empty.</summary>
    public string Why { get; init; } = "";
}
