namespace CanaryJudge.AnalysisServer.Telemetry;

/// <summary>Every line the server logs. No payload, policy text or credential is ever part of one.</summary>
internal static partial class Log
{
    /// <summary>An evaluation is done.</summary>
    [LoggerMessage(1001, LogLevel.Information, "Judged {Metrics} metrics: {Verdict} ({ReasonCode}) in {Milliseconds} ms")]
    public static partial void Judged(ILogger log, int metrics, string verdict, string reasonCode, long milliseconds);

    /// <summary>A call was refused for the caller's reasons.</summary>
    [LoggerMessage(1002, LogLevel.Debug, "{Method} refused: {Code}")]
    public static partial void Refused(ILogger log, string method, string code);

    /// <summary>A call failed for ours.</summary>
    [LoggerMessage(1003, LogLevel.Error, "{Method} failed, incident {Incident}")]
    public static partial void Failed(ILogger log, Exception exception, string method, string incident);

    /// <summary>The server is about to stop.</summary>
    [LoggerMessage(1010, LogLevel.Information, "Shutting down: waits at most {DrainTime} for {Running} running calls")]
    public static partial void Draining(ILogger log, int running, TimeSpan drainTime);

    /// <summary>The drain was not long enough.</summary>
    [LoggerMessage(1011, LogLevel.Warning, "Shutting down with {Running} calls unfinished")]
    public static partial void DrainCutShort(ILogger log, int running);
}
