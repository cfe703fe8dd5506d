using CanaryJudge.AnalysisServer.Hosting;

namespace CanaryJudge.AnalysisServer.Endpoints;

/// <summary>A request, or the number of them, exceeds a limit of the operator.</summary>
/// <param name="limit">The property of <see cref="LimitOptions"/>.</param>
/// <param name="allowed">The limit's value.</param>
/// <param name="message">What exceeds it.</param>
internal sealed class LimitExceededException(string limit, long allowed, string message) : Exception(message)
{
    /// <summary>The limit's setting.</summary>
    public ServerSetting Setting { get; } = ServerSetting.Of(limit);

    /// <summary>The limit's value.</summary>
    public long Allowed { get; } = allowed;
}
