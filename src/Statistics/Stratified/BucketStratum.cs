namespace CanaryJudge.Statistics.Stratified;

/// <summary>Both arms' histograms in one stratum, over the same buckets.</summary>
/// <param name="Edges">Ascending, one more than counts; only the outer two may be infinite.</param>
/// <param name="Baseline">Counts, at least 0, not all 0.</param>
/// <param name="Canary">Counts, at least 0, not all 0.</param>
public sealed record BucketStratum(double[] Edges, double[] Baseline, double[] Canary);
