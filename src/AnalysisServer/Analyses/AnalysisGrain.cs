using CanaryJudge.AnalysisServer.Endpoints;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.AnalysisServer.Storage;
using CanaryJudge.AnalysisServer.Telemetry;
using CanaryJudge.Judging.Analyses;
using Google.Protobuf;
using Orleans;
using Orleans.Concurrency;

namespace CanaryJudge.AnalysisServer.Analyses;

/// <summary>One analysis as a grain: one call at a time, watches beside them.</summary>
/// <param name="host">What it needs of the server.</param>
internal sealed class AnalysisGrain(AnalysisHost host) : Grain, IAnalysisGrain
{
    /// <summary>A watch's call ends after so long, well before a call between servers would time out.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private AnalysisOwner? _owner;
    private StorageException? _unreadable;

    private AnalysisOwner Owner => _owner!;

    /// <inheritdoc />
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _owner = new(this.GetPrimaryKeyString(), host);
        try
        {
            await _owner.LoadAsync(cancellationToken).ConfigureAwait(true);
        }
        catch (StorageException e)
        {
            // An activation that fails, or leaves at once, would be told as a failure of the server; this way callers hear the store's own words.
            _unreadable = e;
            Log.Unreadable(host.Log, this.GetPrimaryKeyString(), e.Message);
        }

        host.Meters.ActiveAnalyses.Inc();
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
        var refusal = Absent();
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
        if (Absent() is { } absent)
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
    public Task<GrainReply> ShowAsync() => Task.FromResult(Absent() ?? Shown());

    /// <inheritdoc />
    public async Task<GrainReply> DeleteAsync()
    {
        // What is damaged can be deleted: that is one of the ways out.
        if (_unreadable is not { Problem: StorageProblem.Damaged } && Absent() is { } absent)
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
        if (Absent() is not null)
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

        foreach (var (outcome, rows) in new[] { ("accepted", counts.Accepted), ("duplicate", counts.Duplicate), ("late", counts.Late), ("rejected", counts.Rejected.Sum(r => r.Value)) })
        {
            host.Meters.Count(outcome, rows);
        }

        return new(ToWireAnalysis.Ack(batch.Sequence, counts, Owner.Run.Revision, admission is Admission.Repeated), null);
    }

    private GrainReply Shown() => new(ToWireAnalysis.Analysis(Owner.Run), null);

    private GrainReply? Absent() => Owner.IsBroken ? Refused(new SupersededException()) : Unreadable();

    private GrainReply? Unreadable()
    {
        if (Owner.IsLoaded)
        {
            return null;
        }

        // Not kept in memory: it may be created, or become readable, at any moment.
        DeactivateOnIdle();
        return _unreadable is { } problem ? Refused(problem) : GrainReply.Refused(StatusOf.NotFound(this.GetPrimaryKeyString()).ToByteArray());
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
