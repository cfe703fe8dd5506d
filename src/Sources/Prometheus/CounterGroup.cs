namespace CanaryJudge.Sources.Prometheus;

/// <summary>Counters that start and reset together: one plain counter, the buckets of one classic histogram, or of one native one.</summary>
/// <param name="Instance">The label <c>instance</c>: the process that counts; null: unknown.</param>
/// <param name="Counts">Per moment one number per counter; null where the group is not there.</param>
internal sealed record CounterGroup(string? Instance, double[]?[] Counts);
