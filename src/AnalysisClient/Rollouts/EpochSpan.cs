using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Rollouts;

/// <summary>An epoch of which samples count.</summary>
/// <param name="Epoch">Its number.</param>
/// <param name="Step">The index of its step.</param>
/// <param name="Weight">The weight that was asked for.</param>
/// <param name="Since">The first moment that counts.</param>
public sealed record EpochSpan(long Epoch, int Step, Weight Weight, DateTimeOffset Since);
