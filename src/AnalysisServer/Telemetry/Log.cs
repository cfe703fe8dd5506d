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

    /// <summary>The store is open.</summary>
    [LoggerMessage(1020, LogLevel.Information, "Analyses are kept in {Place}")]
    public static partial void StoreOpened(ILogger log, string place);

    /// <summary>An analysis has come into memory.</summary>
    [LoggerMessage(1021, LogLevel.Debug, "Analysis {AnalysisId}: in memory after {Entries} entries of its log, {Replayed} of them replayed")]
    public static partial void AnalysisLoaded(ILogger log, string analysisId, long entries, long replayed);

    /// <summary>A snapshot cannot be used.</summary>
    [LoggerMessage(1022, LogLevel.Warning, "Analysis {AnalysisId}: the snapshot at entry {Position} is ignored ({Why}); the whole log is replayed instead")]
    public static partial void SnapshotIgnored(ILogger log, string analysisId, long position, string why);

    /// <summary>An analysis has ended.</summary>
    [LoggerMessage(1023, LogLevel.Information, "Analysis {AnalysisId}: {State} at look {Look}: {Reason}")]
    public static partial void AnalysisEnded(ILogger log, string analysisId, string state, long look, string reason);

    /// <summary>Another server writes the same log.</summary>
    [LoggerMessage(1024, LogLevel.Warning, "Analysis {AnalysisId}: its log is written elsewhere, at entry {Position}; this activation ends and nothing of it was acknowledged")]
    public static partial void Superseded(ILogger log, string analysisId, long position);

    /// <summary>The store did not take something.</summary>
    [LoggerMessage(1025, LogLevel.Error, "Analysis {AnalysisId}: not stored, nothing was acknowledged: {Problem}")]
    public static partial void NotStored(ILogger log, string analysisId, string problem);

    /// <summary>Old analyses were removed.</summary>
    [LoggerMessage(1026, LogLevel.Information, "Removed {Count} analyses that ended before {Time}")]
    public static partial void Retired(ILogger log, int count, DateTimeOffset time);

    /// <summary>Regular work could not be done; it is tried again.</summary>
    [LoggerMessage(1027, LogLevel.Warning, "Analyses could not be looked after")]
    public static partial void SweepFailed(ILogger log, Exception problem);

    /// <summary>An analysis did not do what the clock asks for; it is asked again.</summary>
    [LoggerMessage(1031, LogLevel.Error, "Analysis {AnalysisId}: what is due could not be done")]
    public static partial void NotWoken(ILogger log, Exception problem, string analysisId);

    /// <summary>An analysis was created.</summary>
    [LoggerMessage(1028, LogLevel.Information, "Analysis {AnalysisId}: created, {Metrics} metrics")]
    public static partial void AnalysisCreated(ILogger log, string analysisId, int metrics);

    /// <summary>An analysis cannot be brought into memory; every call of it is refused with the same words.</summary>
    [LoggerMessage(1029, LogLevel.Error, "Analysis {AnalysisId}: cannot be read: {Problem}")]
    public static partial void Unreadable(ILogger log, string analysisId, string problem);

    /// <summary>An entry that was applied once cannot be applied again: a fault of this server.</summary>
    [LoggerMessage(1030, LogLevel.Error, "Analysis {AnalysisId}: entry {Position} cannot be replayed")]
    public static partial void NotReplayed(ILogger log, Exception exception, string analysisId, long position);
}
