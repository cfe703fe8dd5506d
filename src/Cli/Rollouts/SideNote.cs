namespace CanaryJudge.Cli.Rollouts;

/// <summary>What a rollout's runner has to tell beside its records: a source or a judge that went away, refuses, or is back. It decides nothing.</summary>
/// <param name="Time">When.</param>
/// <param name="Part">source or judge.</param>
/// <param name="State">available, unavailable or refuses.</param>
/// <param name="Reason">Why, a sentence or two without secrets; null: it is available.</param>
internal sealed record SideNote(DateTimeOffset Time, string Part, string State, string? Reason);
