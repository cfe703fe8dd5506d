namespace CanaryJudge.AnalysisServer.Analyses;

/// <summary>Another server has taken an analysis over; nothing of the call was taken.</summary>
internal sealed class SupersededException() : Exception("The analysis is being taken over by another server; make the same call again, what was taken already is known.");
