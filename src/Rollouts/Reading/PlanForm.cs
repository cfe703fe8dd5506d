namespace CanaryJudge.Rollouts.Reading;

/// <summary>What one of the forms of a file comes to.</summary>
/// <param name="Steps">The steps.</param>
/// <param name="Ramp">A ramp by evidence.</param>
/// <param name="End">What follows.</param>
internal sealed record PlanForm(IReadOnlyList<RolloutStep> Steps, EvidenceRamp? Ramp = null, PlanEnd End = PlanEnd.Promote);
