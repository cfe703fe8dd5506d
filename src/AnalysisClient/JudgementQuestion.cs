using CanaryJudge.Contracts.V1;

namespace CanaryJudge.AnalysisClient;

/// <summary>One of many requests.</summary>
/// <param name="Id">Not empty, unique among the questions; it joins the answer.</param>
/// <param name="Request">The policy and the data.</param>
public sealed record JudgementQuestion(string Id, EvaluateRequest Request);
