using CanaryJudge.Judging;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.AnalysisServer;

/// <summary>One evaluation as every door gives it: the judge's answer, signed with the policy it rests on.</summary>
public static class Evaluation
{
    /// <summary>Judges.</summary>
    /// <param name="policy">What the user wrote.</param>
    /// <param name="snapshot">The data.</param>
    /// <param name="seed">Reported as given.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static Judgement Of(Policy policy, Snapshot snapshot, ulong seed, CancellationToken cancellation) =>
        Judge.Decide(policy, snapshot, seed, JointDetectors.All, cancellation) with { PolicyHash = CanonicalPolicy.Hash(policy) };
}
