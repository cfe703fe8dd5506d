using System.Buffers;
using CanaryJudge.AnalysisServer.Storage;
using CanaryJudge.AnalysisServer.Telemetry;
using CanaryJudge.Judging.Analyses;

namespace CanaryJudge.AnalysisServer.Analyses;

/// <summary>The end of one analysis' log: makes entries durable in order, those that come while others are being written together.</summary>
/// <param name="id">The analysis.</param>
/// <param name="host">The store.</param>
/// <param name="run">The analysis in memory, which has every entry that is added.</param>
/// <param name="length">The entries that are durable, the start included.</param>
/// <param name="replayed">The entries since the newest snapshot.</param>
/// <param name="due">When the analysis wants to be woken.</param>
internal sealed class LogTail(string id, AnalysisHost host, AnalysisRun run, long length, long replayed, Func<long?> due)
{
    /// <summary>A snapshot saves replaying more than so many entries, or bytes.</summary>
    private const int SnapshotEntries = 256;
    private const long SnapshotBytes = 8 * 1024 * 1024;

    private long _length = length;
    private long _entriesSinceSnapshot = Math.Min(replayed, SnapshotEntries);
    private long _bytesSinceSnapshot;
    private Landing _waiting = new(run.Looks);
    private (LogAppend Append, Task<AppendOutcome> Outcome, Landing Landing)? _appending;

    /// <summary>When the store believes that the analysis wants to be woken.</summary>
    public long? Due { get; private set; } = due();

    /// <summary>Adds an entry that has just been applied; what is applied next waits no longer than for what is being written now.</summary>
    /// <param name="entry">Its bytes.</param>
    /// <param name="counts">What became of its rows; counted when it is durable.</param>
    /// <exception cref="StorageException">Something before it could not be stored: memory is ahead of the log.</exception>
    /// <exception cref="SupersededException">Another owner writes the log.</exception>
    public async Task AddAsync(byte[] entry, BatchCounts counts)
    {
        _waiting.Add(entry, counts, run.Looks);
        if (_appending is { Outcome.IsCompleted: true })
        {
            await LandAsync().ConfigureAwait(true);
        }

        if (_appending is null)
        {
            Append();
        }
    }

    /// <summary>Waits until every entry added is durable.</summary>
    /// <exception cref="StorageException">One could not be stored: memory is ahead of the log.</exception>
    /// <exception cref="SupersededException">Another owner writes the log.</exception>
    public async Task SettleAsync()
    {
        await LandAsync().ConfigureAwait(true);
        if (_waiting.Entries.Count > 0)
        {
            Append();
            await LandAsync().ConfigureAwait(true);
        }
    }

    /// <summary>Waits for what is being written now, and counts it; what waits behind it stays there.</summary>
    /// <exception cref="StorageException">It could not be stored: memory is ahead of the log.</exception>
    /// <exception cref="SupersededException">Another owner writes the log.</exception>
    public async Task LandAsync()
    {
        if (_appending is not var (append, outcome, landing))
        {
            return;
        }

        _appending = null;
        if (await outcome.ConfigureAwait(true) == AppendOutcome.Conflict)
        {
            Log.Superseded(host.Log, id, _length);
            throw new SupersededException();
        }

        (_length, Due) = (_length + append.Entries.Count, append.Header.Due);
        host.Meters.Count(landing.Counts);
        host.Meters.Looks.Inc(landing.Looks);
    }

    /// <summary>Tells the store when the analysis wants to be woken, if that is news.</summary>
    /// <exception cref="StorageException">It could not be stored.</exception>
    public async Task StoreDueAsync()
    {
        if (due() is var now && now != Due)
        {
            await host.Store.SetDueAsync(id, now, CancellationToken.None).ConfigureAwait(true);
            Due = now;
        }
    }

    private void Append()
    {
        _entriesSinceSnapshot += _waiting.Entries.Count;
        _bytesSinceSnapshot += _waiting.Entries.Sum(entry => (long)entry.Length);
        var state = IsSnapshotDue() ? Snapshot() : null;
        if (state is not null)
        {
            (_entriesSinceSnapshot, _bytesSinceSnapshot) = (0, 0);
        }

        var append = new LogAppend(_length, _waiting.Entries, HeaderOf.Run(run) with { Due = due() }, state);
        (_waiting, _appending) = (new(run.Looks), (append, StoreAsync(append), _waiting));
    }

    // Whether it is done must be seen without a turn of the grain: it goes on elsewhere.
    private async Task<AppendOutcome> StoreAsync(LogAppend append)
    {
        using var span = Traces.Append(id, append.Entries.Count);
        try
        {
            return await host.Store.AppendAsync(append, CancellationToken.None).ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            Log.NotStored(host.Log, id, e.Message);
            throw;
        }
    }

    // A state with many open values is large itself: then it has to save more.
    private bool IsSnapshotDue() => run.State != AnalysisState.Running
        || ((_entriesSinceSnapshot >= SnapshotEntries || _bytesSinceSnapshot >= SnapshotBytes) && _bytesSinceSnapshot >= 4 * 16 * run.OpenValues);

    private byte[] Snapshot()
    {
        var bytes = new ArrayBufferWriter<byte>(4096);
        run.Write(bytes);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Entries that are made durable together, and what they have brought.</summary>
    private sealed class Landing(long looksBefore)
    {
        public List<byte[]> Entries { get; } = [];

        public BatchCounts Counts { get; } = new();

        public long Looks { get; private set; }

        public void Add(byte[] entry, BatchCounts counts, long looks)
        {
            Entries.Add(entry);
            Counts.Add(counts);
            Looks = looks - looksBefore;
        }
    }
}
