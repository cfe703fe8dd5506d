namespace CanaryJudge.AnalysisServer.Storage;

/// <summary>Keeps analyses: for each a header to find it by, a log that is only added to, and a snapshot that saves replaying all of it.</summary>
/// <remarks>
/// What a method reports as done is durable. Every method throws <see cref="StorageException"/> when the store cannot do its work; of a write
/// that failed so it is not known whether it was done, so read before you write on.
/// </remarks>
public interface IAnalysisStore : IAsyncDisposable
{
    /// <summary>What it is and where, for one line of a log.</summary>
    string Place { get; }

    /// <summary>Opens the store, bringing an older schema up to date.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    Task OpenAsync(CancellationToken cancellation);

    /// <summary>Adds an analysis with the first entry of its log.</summary>
    /// <param name="header">Its header, of log length 1.</param>
    /// <param name="start">The first entry.</param>
    /// <param name="cancellation">Ends the wait, not the write.</param>
    Task<CreateOutcome> CreateAsync(AnalysisHeader header, byte[] start, CancellationToken cancellation);

    /// <summary>Adds entries to a log if it still has the length that the writer knows.</summary>
    /// <param name="append">What to add.</param>
    /// <param name="cancellation">Ends the wait, not the write.</param>
    Task<AppendOutcome> AppendAsync(LogAppend append, CancellationToken cancellation);

    /// <summary>Changes when an analysis wants to be woken.</summary>
    /// <param name="id">The analysis.</param>
    /// <param name="due">Unix nanoseconds; null: never.</param>
    /// <param name="cancellation">Ends the wait, not the write.</param>
    Task SetDueAsync(string id, long? due, CancellationToken cancellation);

    /// <summary>Removes an analysis with everything that belongs to it.</summary>
    /// <param name="id">The analysis.</param>
    /// <param name="cancellation">Ends the wait, not the write.</param>
    /// <returns>Whether there was one.</returns>
    Task<bool> DeleteAsync(string id, CancellationToken cancellation);

    /// <summary>Removes analyses that ended before a time.</summary>
    /// <param name="time">Unix nanoseconds.</param>
    /// <param name="cancellation">Ends the wait, not the write.</param>
    /// <returns>How many were removed.</returns>
    Task<int> DeleteEndedAsync(long time, CancellationToken cancellation);

    /// <summary>One header.</summary>
    /// <param name="id">The analysis.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <returns>Null: there is no such analysis.</returns>
    Task<AnalysisHeader?> FindAsync(string id, CancellationToken cancellation);

    /// <summary>The header of the analysis that a request created.</summary>
    /// <param name="requestId">The creator's id of the request.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <returns>Null: it created none.</returns>
    Task<AnalysisHeader?> FindByRequestAsync(string requestId, CancellationToken cancellation);

    /// <summary>Headers, the newest analysis first.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellation">Ends the read.</param>
    Task<AnalysisPage> ListAsync(AnalysisQuery query, CancellationToken cancellation);

    /// <summary>The newest snapshot.</summary>
    /// <param name="id">The analysis.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <returns>Null: there is none, or it is damaged, which is logged: the log has everything.</returns>
    Task<StoredSnapshot?> ReadSnapshotAsync(string id, CancellationToken cancellation);

    /// <summary>A piece of a log.</summary>
    /// <param name="id">The analysis.</param>
    /// <param name="from">The position of the first entry wanted.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <returns>Entries in order from there on, some at least if there are any; empty at the end.</returns>
    Task<IReadOnlyList<byte[]>> ReadLogAsync(string id, long from, CancellationToken cancellation);

    /// <summary>Analyses that want to be woken by a time.</summary>
    /// <param name="time">Unix nanoseconds.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <returns>Their ids, some at a time.</returns>
    Task<IReadOnlyList<string>> DueAsync(long time, CancellationToken cancellation);

    /// <summary>How many analyses are in each state.</summary>
    /// <param name="cancellation">Ends the read.</param>
    /// <returns>By the state's number; states without any are left out.</returns>
    Task<IReadOnlyDictionary<int, long>> CountAsync(CancellationToken cancellation);

    /// <summary>Writes something small and reads it back: whether the store works now.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    Task ProbeAsync(CancellationToken cancellation);
}
