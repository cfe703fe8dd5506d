using CanaryJudge.Contracts.V1;

namespace CanaryJudge.AnalysisClient;

/// <summary>What became of one of many requests: a judgement or an error, never both.</summary>
/// <param name="Id">The question's id.</param>
/// <param name="Judgement">The judgement; null with an error.</param>
/// <param name="Error">Why there is no judgement; null with one.</param>
public sealed record JudgementAnswer(string Id, Judgement? Judgement, JudgeRequestException? Error);
