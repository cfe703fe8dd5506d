using CanaryJudge.AnalysisServer.Storage;
using CanaryJudge.AnalysisServer.Telemetry;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Analyses;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.AnalysisServer.Analyses;

/// <summary>The single owner of one analysis: brings it into memory, and lets nothing be seen of an entry before it is durable.</summary>
/// <param name="id">The analysis.</param>
/// <param name="host">What it needs of the server.</param>
internal sealed class AnalysisOwner(string id, AnalysisHost host)
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    private AnalysisRun? _run;
    private LogTail? _log;
    private long _lastWatched;
    private int _watching;
    private bool _warned;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether there is such an analysis, and it is in memory.</summary>
    public bool IsLoaded => _run is not null;

    /// <summary>Whether memory may be ahead of the log, or behind it: this owner must not go on.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>What watchers may see: what is durable. Null without an analysis.</summary>
    public Published? Seen { get; private set; }

    /// <summary>The analysis.</summary>
    public AnalysisRun Run => _run ?? throw new InvalidOperationException("The analysis is not loaded.");

    /// <summary>Brings the analysis into memory: from its snapshot, and the log from there on.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store cannot be read.</exception>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        var log = await host.Store.ReadLogAsync(id, 0, cancellation).ConfigureAwait(true);
        if (log.Count == 0)
        {
            return;
        }

        var start = Decoded(0, () => EntryBytes.ReadStart(log[0]));
        var (run, from) = await BeginAsync(start, cancellation).ConfigureAwait(true);
        var (position, replayed) = (from, 0L);
        while (true)
        {
            var piece = await host.Store.ReadLogAsync(id, position, cancellation).ConfigureAwait(true);
            if (piece.Count == 0)
            {
                break;
            }

            for (var i = 0; i < piece.Count; i++)
            {
                var entry = Decoded(position + i, () => EntryBytes.Read(piece[i]));
                Replayed(position + i, () => run.Apply(entry, seen: null));
            }

            (position, replayed) = (position + piece.Count, replayed + piece.Count);
        }

        (_run, _lastWatched) = (run, host.Now);
        _log = new(id, host, run, position, replayed, Due);
        Publish();
        Log.AnalysisLoaded(host.Log, id, position, replayed);
    }

    /// <summary>Takes entries; what is admitted is durable when this returns.</summary>
    /// <param name="entries">As they come.</param>
    /// <returns>For each what became of it.</returns>
    /// <exception cref="StorageException">Nothing was acknowledged; the owner is broken.</exception>
    /// <exception cref="SupersededException">Another owner writes the log; this one is broken.</exception>
    public async Task<IReadOnlyList<(Admission Admission, BatchCounts Counts)>> TakeAsync(IReadOnlyList<(AnalysisEntry Entry, byte[] Bytes)> entries)
    {
        using var span = Traces.Look(id);
        var run = Run;
        var results = new List<(Admission Admission, BatchCounts Counts)>(entries.Count);
        var looks = run.Looks;
        var wasRunning = run.State == AnalysisState.Running;

        // Until everything is durable, memory is ahead of the log; nobody sees it, and if anything fails it is thrown away.
        IsBroken = true;
        var log = _log!;
        try
        {
            foreach (var (entry, bytes) in entries)
            {
                var admission = run.Admit(entry, host.Intake);
                var counts = admission is Admission.Fresh ? run.Apply(entry, seen: null) : new();
                results.Add((admission, counts));
                if (admission is Admission.Fresh)
                {
                    await log.AddAsync(bytes, counts).ConfigureAwait(true);
                }
            }
        }
        catch
        {
            // Half of an entry may be in memory: nothing more may be written of it, but what is being written lands, and is counted.
            await log.LandAsync().ConfigureAwait(true);
            throw;
        }

        if (results.Exists(r => r.Admission is Admission.Fresh))
        {
            await log.SettleAsync().ConfigureAwait(true);
            span?.SetTag("canaryjudge.looks", run.Looks - looks)?.SetTag("canaryjudge.verdict", run.Look?.Judgement.Verdict.ToString());
            Publish();
            if (wasRunning && run.State != AnalysisState.Running)
            {
                Log.AnalysisEnded(host.Log, id, run.State.ToString(), run.Looks, run.Look?.Judgement.Reason ?? "cancelled");
            }
        }

        IsBroken = false;
        return results;
    }

    /// <summary>The entry that the clock asks for; null: none. May change when the analysis wants to be woken next.</summary>
    public async Task<AnalysisEntry?> WakeAsync()
    {
        var now = host.Now;
        if (Run.TimesOutAt <= now)
        {
            return new AnalysisEntry.TimedOut(now);
        }

        if (UnwatchedAt() <= now)
        {
            _warned = true;
            return new AnalysisEntry.Unwatched(now);
        }

        await _log!.StoreDueAsync().ConfigureAwait(true);
        return null;
    }

    /// <summary>Waits until something after a revision is durable, or for a while.</summary>
    /// <param name="after">The newest revision known.</param>
    /// <param name="patience">How long.</param>
    public async Task WaitAsync(ulong after, TimeSpan patience)
    {
        _watching++;
        _warned = false;
        try
        {
            if (Seen is { } seen && seen.Revision <= after && !seen.IsOver)
            {
                // A server that stops waits for this call; a watch through another server asks again until it finds the analysis elsewhere.
                await (host.Stopping.IsCancellationRequested
                    ? Task.Delay(Moment, host.Clock)
                    : _changed.Task.WaitAsync(patience, host.Clock, host.Stopping)).ConfigureAwait(true);
            }
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // Nothing new.
        }
        finally
        {
            _watching--;
            _lastWatched = host.Now;
        }
    }

    /// <summary>Wakes everybody who waits: the analysis is gone, or lives elsewhere from now on.</summary>
    public void Close() => _changed.TrySetResult();

    private async Task<(AnalysisRun Run, long From)> BeginAsync(AnalysisStart start, CancellationToken cancellation)
    {
        var policy = host.ReadPolicy(start.PolicyText, "policy_yaml").Policy
            ?? throw new StorageException(StorageProblem.Damaged, $"{host.Store.Place}: this server cannot read the policy of analysis {id}. Run the server that wrote it, or delete the analysis.", null);
        var hash = CanonicalPolicy.Hash(policy);
        if (await host.Store.ReadSnapshotAsync(id, cancellation).ConfigureAwait(true) is { } snapshot)
        {
            try
            {
                return (AnalysisRun.Read(start, policy, hash, host.Watches, snapshot.State), snapshot.Position);
            }
#pragma warning disable CA1031 // Whatever damage makes of reading: the log has everything.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.SnapshotIgnored(host.Log, id, snapshot.Position, e.Message);
            }
        }

        return (Decoded(0, () => AnalysisRun.Begin(start, policy, hash, host.Watches)), 1);
    }

    private T Decoded<T>(long position, Func<T> read)
    {
        try
        {
            return read();
        }
#pragma warning disable CA1031 // Whatever damage makes of reading, the analysis must be told to be damaged, so that it can be deleted.
        catch (Exception e)
#pragma warning restore CA1031
        {
            throw new StorageException(StorageProblem.Damaged, $"{host.Store.Place}: entry {position} of analysis {id} is damaged. Restore it from a back-up, or delete the analysis.", e);
        }
    }

    /// <summary>What was applied once before it was stored, and cannot be applied again, is a fault of this server, which callers are told by name.</summary>
    private void Replayed(long position, Func<BatchCounts> apply)
    {
        try
        {
            apply();
        }
#pragma warning disable CA1031 // Whatever it is, without it the analysis would be said not to answer.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.NotReplayed(host.Log, e, id, position);
            throw new StorageException(
                StorageProblem.Damaged,
                $"{host.Store.Place}: entry {position} of analysis {id} cannot be replayed by server {Judge.Version} ({e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}). Run the server that wrote it, or delete the analysis.",
                e);
        }
    }

    private long? Due() => Run.State != AnalysisState.Running ? null : (Run.TimesOutAt, UnwatchedAt()) switch
    {
        (null, var unwatched) => unwatched,
        (var timesOut, null) => timesOut,
        ({ } timesOut, { } unwatched) => Math.Min(timesOut, unwatched),
    };

    private long? UnwatchedAt() => Run.State != AnalysisState.Running || _warned ? null
        : (_watching > 0 ? host.Now : _lastWatched) + Run.Start.Options.UnwatchedAfter;

    private void Publish()
    {
        Seen = new(Run.EventsAfter(0), Run.NewestLook, Run.Revision, Run.State != AnalysisState.Running);
        var waiting = _changed;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.TrySetResult();
    }

    /// <summary>What is durable, as watchers see it.</summary>
    /// <param name="Events">The events kept, in order.</param>
    /// <param name="Look">The newest look; null before the first.</param>
    /// <param name="Revision">The newest revision.</param>
    /// <param name="IsOver">Whether the analysis has ended.</param>
    internal sealed record Published(IReadOnlyList<AnalysisEvent> Events, AnalysisEvent? Look, ulong Revision, bool IsOver);
}
