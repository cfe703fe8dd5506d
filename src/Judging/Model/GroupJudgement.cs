namespace CanaryJudge.Judging.Model;

/// <summary>The metrics of one group together.</summary>
/// <param name="Name">The group's name.</param>
/// <param name="Verdict">FAIL if one fails, PASS if all pass.</param>
/// <param name="Score">The passing share of the weight of its non-muted metrics, 0 to 100.</param>
/// <param name="Metrics">The names of its metrics, in order.</param>
public sealed record GroupJudgement(string Name, Verdict Verdict, double Score, IReadOnlyList<string> Metrics)
{
    /// <summary>What Kayenta says of it; null unless the policy asks for its rules.</summary>
    public KayentaWords? Kayenta { get; init; }
}
