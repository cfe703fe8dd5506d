namespace CanaryJudge.AnalysisClient;

/// <summary>One thing that a server refuses in a request.</summary>
/// <param name="Path">Where: <c>metrics[1].margin</c>, <c>series[3].points.value[17]</c>; of a limit its setting: <c>Limits:MaxMessageBytes</c>; of an analysis the reason: <c>SEQUENCE_GAP</c>.</param>
/// <param name="Message">What is wrong and how to mend it; of a reason its facts: <c>expected=4</c>.</param>
public sealed record RequestProblem(string Path, string Message);
