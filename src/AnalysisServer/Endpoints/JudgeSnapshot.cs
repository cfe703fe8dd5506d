using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.AnalysisServer.Endpoints;

/// <summary>Judges a snapshot: the judge as the endpoint sees it.</summary>
/// <param name="policy">The rules.</param>
/// <param name="snapshot">The data.</param>
/// <param name="seed">The seed of whatever chance is used.</param>
/// <param name="cancellation">Ends the work when nobody waits for it any more.</param>
/// <returns>The judgement.</returns>
public delegate Judgement JudgeSnapshot(Policy policy, Snapshot snapshot, ulong seed, CancellationToken cancellation);
