namespace CanaryJudge.AnalysisServer.Mapping;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Path">Where: <c>series[3].points.value[17]</c>, or as in the policy: <c>metrics[1].margin</c>.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
internal sealed record Violation(string Path, string Message);
