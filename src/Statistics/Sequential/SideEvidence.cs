namespace CanaryJudge.Statistics.Sequential;

/// <summary>What a look says about one direction of harm.</summary>
/// <param name="Side">A rise or a fall.</param>
/// <param name="Harm">Against "harm up to the tolerance".</param>
/// <param name="Acceptance">Against "harm of at least the margin".</param>
public readonly record struct SideEvidence(HarmSide Side, SequentialEvidence Harm, SequentialEvidence Acceptance);
