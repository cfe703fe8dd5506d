namespace CanaryJudge.Judging.Analyses;

/// <summary>A stretch at one weight.</summary>
/// <param name="Epoch">The number of the move of the weight, at least 1.</param>
/// <param name="Index">The step's place in the rollout's plan, from 0.</param>
/// <param name="WeightBasisPoints">The canary's share of the traffic, from 0 to 10,000.</param>
/// <param name="Since">Since when it holds, Unix nanoseconds.</param>
public sealed record AnalysisStep(int Epoch, int Index, int WeightBasisPoints, long Since);
