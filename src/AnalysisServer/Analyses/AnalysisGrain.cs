using CanaryJudge.AnalysisServer.Endpoints;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.AnalysisServer.Storage;
using CanaryJudge.AnalysisServer.Telemetry;
using CanaryJudge.Judging.Analyses;
using Google.Protobuf;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace CanaryJudge.AnalysisServer.Analyses;

/// <summary>One analysis as a grain: one call at a time, watches beside them.</summary>
/// <param name="host">What it needs of the server.</param>
internal sealed class AnalysisGrain(AnalysisHost host) : Grain, IAnalysisGrain
{
    /// <summary>A watch's call ends after so long, well before a call between servers would time out.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What is not there, or cannot be read, is kept in memory for so long only.</summary>
    private static readonly TimeSpan AbsentFor = TimeSpan.FromSeconds(10);

    private AnalysisOwner? _owner;
    private StorageException? _unreadable;
    private Task? _loading;
    private bool _isLeaving;

    private AnalysisOwner Owner => _owner!;

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // It is read by the first call: an activation that fails would be told as a failure of the server; callers hear the store's own words.
        _owner = new(this.GetPrimaryKeyString(), host);
        host.Meters.ActiveAnalyses.Inc();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _owner?.Close();
        host.Meters.ActiveAnalyses.Dec();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<GrainReply[]> IngestAsync(Immutable<byte[][]> batches)
    {
        var refusal = await AbsentAsync().ConfigureAwait(true);
        if (refusal is null)
        {
            try
            {
                var entries = batches.Value.Select(b => (Entry: EntryBytes.Read(b), Bytes: b)).ToList();
                var results = await Owner.TakeAsync(entries).ConfigureAwait(true);
                return [.. results.Select((r, i) => Ack((AnalysisEntry.Batch)entries[i].Entry, r.Admission, r.Counts))];
            }
            catch (Exception e) when (StatusOf.Known(e) is not null)
            {
                refusal = Refused(e);
            }
            finally
            {
                LeaveIfBroken();
            }
        }

        return [.. batches.Value.Select(_ => refusal)];
    }

    /// <inheritdoc />
    public async Task<GrainReply> TakeAsync(Immutable<byte[]> entry)
    {
        if (await AbsentAsync().ConfigureAwait(true) is { } absent)
        {
            return absent;
        }

        try
        {
            var results = await Owner.TakeAsync([(EntryBytes.Read(entry.Value), entry.Value)]).ConfigureAwait(true);
            return StatusOf.Of(results[0].Admission) is { } status ? GrainReply.Refused(status.ToByteArray()) : Shown();
        }
        catch (Exception e) when (StatusOf.Known(e) is not null)
        {
            return Refused(e);
        }
        finally
        {
            LeaveIfBroken();
        }
    }

    /// <inheritdoc />
    public async Task<GrainReply> ShowAsync() => await AbsentAsync().ConfigureAwait(true) ?? Shown();

    /// <inheritdoc />
    public async Task<GrainReply> DeleteAsync()
    {
        // What is damaged can be deleted: that is one of the ways out.
        if (await AbsentAsync().ConfigureAwait(true) is { } absent && _unreadable is not { Problem: StorageProblem.Damaged })
        {
            return absent;
        }

        try
        {
            await host.Store.DeleteAsync(this.GetPrimaryKeyString(), CancellationToken.None).ConfigureAwait(true);
            return new(null, null);
        }
        catch (StorageException e)
        {
            return Refused(e);
        }
        finally
        {
            Owner.Close();
            DeactivateOnIdle();
        }
    }

    /// <inheritdoc />
    public async Task<WatchReply> WatchAsync(ulong after, bool first)
    {
        // Beside the one call that may be running: what it has not made durable yet is not seen here.
        await LoadedAsync().ConfigureAwait(true);
        if (Unreadable() is { Refusal: { } refusal })
        {
            return new([], after, Over: false, refusal);
        }

        var isBeginning = first && Owner.Seen!.Look is not null;
        if (!isBeginning)
        {
            await Owner.WaitAsync(after, Patience).ConfigureAwait(true);
        }

        var seen = Owner.Seen!;
        var events = seen.Events.Where(e => e.Revision > after).ToList();
        if (isBeginning && seen.Look is { } look)
        {
            events.Remove(look);
            events.Insert(0, look);
        }

        // A look that is told again rests on nothing new.
        return new([.. events.Select(e => ToWireAnalysis.Event(e, isNew: e.Revision > after))], Math.Max(after, seen.Revision), seen.IsOver, Refusal: null);
    }

    /// <inheritdoc />
    public async Task WakeAsync()
    {
        if (await AbsentAsync().ConfigureAwait(true) is not null)
        {
            return;
        }

        try
        {
            if (await Owner.WakeAsync().ConfigureAwait(true) is { } entry)
            {
                await Owner.TakeAsync([(entry, EntryBytes.Write(entry))]).ConfigureAwait(true);
            }
        }
        catch (Exception e) when (e is StorageException or SupersededException)
        {
            // Logged where it happened; the next round wakes it again.
        }
        finally
        {
            LeaveIfBroken();
        }
    }

    private static GrainReply Refused(Exception exception) => GrainReply.Refused(StatusOf.Known(exception)!.ToByteArray());

    private GrainReply Ack(AnalysisEntry.Batch batch, Admission admission, BatchCounts counts)
    {
        if (StatusOf.Of(admission) is { } refusal)
        {
            return GrainReply.Refused(refusal.ToByteArray());
        }

        return new(ToWireAnalysis.Ack(batch.Sequence, counts, Owner.Run.Revision, admission is Admission.Repeated), null);
    }

    private GrainReply Shown() => new(ToWireAnalysis.Analysis(Owner.Run), null);

    /// <summary>Why there is nothing to ask; null: there is. Only for calls that come one at a time.</summary>
    private async Task<GrainReply?> AbsentAsync()
    {
        if (Owner.IsBroken)
        {
            return Refused(new SupersededException());
        }

        await LoadedAsync().ConfigureAwait(true);
        return Unreadable();
    }

    /// <summary>Reads the analysis unless it is in memory: since a call before found none it may have been created, or have become readable.</summary>
    private async Task LoadedAsync()
    {
        if (Owner.IsLoaded || _unreadable is { Problem: StorageProblem.Damaged })
        {
            return;
        }

        // Watches come beside the one call that may be running: both wait for the same reading.
        try
        {
            await (_loading ??= LoadAsync()).ConfigureAwait(true);
        }
        finally
        {
            _loading = null;
        }
    }

    private async Task LoadAsync()
    {
        try
        {
            _unreadable = null;
            await Owner.LoadAsync(CancellationToken.None).ConfigureAwait(true);
        }
        catch (StorageException e)
        {
            _unreadable = e;
            Log.Unreadable(host.Log, this.GetPrimaryKeyString(), e.Message);
        }
    }

    private GrainReply? Unreadable()
    {
        if (Owner.IsLoaded)
        {
            return null;
        }

        if (!_isLeaving)
        {
            // Not at once: of calls that wait for an activation which leaves some are turned away.
            _isLeaving = true;
            this.RegisterGrainTimer(LeaveIfAbsentAsync, new GrainTimerCreationOptions(AbsentFor, Timeout.InfiniteTimeSpan));
        }

        return _unreadable is { } problem ? Refused(problem) : GrainReply.Refused(StatusOf.NotFound(this.GetPrimaryKeyString()).ToByteArray());
    }

    private Task LeaveIfAbsentAsync(CancellationToken cancellation)
    {
        _isLeaving = false;
        if (!Owner.IsLoaded)
        {
            DeactivateOnIdle();
        }

        return Task.CompletedTask;
    }

    private void LeaveIfBroken()
    {
        if (Owner.IsBroken)
        {
            Owner.Close();
            DeactivateOnIdle();
        }
    }
}
