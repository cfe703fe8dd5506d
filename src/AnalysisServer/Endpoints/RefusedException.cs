using Google.Rpc;

namespace CanaryJudge.AnalysisServer.Endpoints;

/// <summary>An analysis refused something, wherever it lives.</summary>
/// <param name="status">What the caller is told.</param>
internal sealed class RefusedException(Status status) : Exception(status.Message)
{
    /// <summary>What the caller is told.</summary>
    public Status Status { get; } = status;
}
