namespace CanaryJudge.Cli.Rollouts;

/// <summary>What a rollout's runner has to tell beside its records: a source, a judge or somebody who is told that went away, refuses, or is back. It decides nothing.</summary>
/// <param name="Time">When.</param>
/// <param name="Part">source, judge or notify[N].</param>
/// <param name="State">available, unavailable, refuses or given-up.</param>
/// <param name="Reason">Why, a sentence or two without secrets; null: it is available.</param>
internal sealed record SideNote(DateTimeOffset Time, string Part, string State, string? Reason);
