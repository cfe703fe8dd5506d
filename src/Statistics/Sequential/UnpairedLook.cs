namespace CanaryJudge.Statistics.Sequential;

/// <summary>One look at two series without enough common buckets.</summary>
/// <param name="Theta">P(canary > baseline) + P(tie) / 2, in [0, 1].</param>
/// <param name="Z">z that the canary tends to be larger; 0 when all values are tied.</param>
/// <param name="DegreesOfFreedom">Welch's degrees of freedom, at least 2.</param>
/// <param name="BaselineEffectiveSize">How many independent values the baseline is worth, at least 3.</param>
/// <param name="CanaryEffectiveSize">How many independent values the canary is worth, at least 3.</param>
public readonly record struct UnpairedLook(
    double Theta, double Z, double DegreesOfFreedom, double BaselineEffectiveSize, double CanaryEffectiveSize);
