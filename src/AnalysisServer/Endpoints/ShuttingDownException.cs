namespace CanaryJudge.AnalysisServer.Endpoints;

/// <summary>The server takes no new work.</summary>
internal sealed class ShuttingDownException() : Exception("The server is shutting down; try again, or another one.");
