using System.Buffers;
using System.Globalization;
using CanaryJudge.Judging.Combining;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Analyses;

/// <summary>One analysis: what follows from its start and the entries of its log, in order. Pure: no clock, no chance, no I/O.</summary>
/// <remarks>
/// <para>Data wait in buckets. The watermark is the newest time seen in either arm minus the lateness; a bucket closes when the watermark has
/// passed its end. Buckets close in order of time, and all buckets that end at one time bring one look, so that how the data were cut into
/// batches, repeated or ordered inside the lateness changes no judgement.</para>
/// <para>A state other than running never changes again.</para>
/// </remarks>
public sealed class AnalysisRun
{
    private const int StateVersion = 6;

    private readonly Policy _policy;
    private readonly string _policyHash;
    private readonly IMetricWatches _watches;
    private readonly SortedDictionary<string, MetricRun> _metrics = new(StringComparer.Ordinal);
    private Producers _producers = new();
    private StepLine _steps = new();
    private EventLog _events = new();
    private long _passed = long.MinValue;
    private long? _firstData;
    private long _until = long.MinValue;

    /// <summary>What the newest look knew: how many steps, and of a planned look, which buckets close after, all its evidence.</summary>
    private int _stepsLookedAt;
    private byte[] _evidenceLookedAt = [];

    private AnalysisRun(AnalysisStart start, Policy policy, string policyHash, IMetricWatches watches)
    {
        (Start, _policy, _policyHash, _watches, Updated) = (start, policy, policyHash, watches, start.Created);
        foreach (var metric in policy.Metrics ?? throw new ArgumentException("The policy names no metrics; the error budget of an analysis is shared out before data come.", nameof(policy)))
        {
            _metrics[metric.Name] = new(metric, kind => new(metric, kind, ErrorShares.Of(policy, metric), policy.Beta, start.Options.PlannedLooks), watches, start.Options.Bucket);
        }
    }

    /// <summary>What it began with.</summary>
    public AnalysisStart Start { get; }

    /// <summary>The policy's name; may be empty.</summary>
    public string PolicyName => _policy.Name;

    /// <summary>Where it stands.</summary>
    public AnalysisState State { get; private set; }

    /// <summary>When it last took an entry, Unix nanoseconds.</summary>
    public long Updated { get; private set; }

    /// <summary>The number of the newest event.</summary>
    public ulong Revision => _events.Revision;

    /// <summary>Looks made.</summary>
    public long Looks { get; private set; }

    /// <summary>The newest look; null before the first.</summary>
    public AnalysisChange.Looked? Look => _events.Look?.Change as AnalysisChange.Looked;

    /// <summary>The newest time of its data, Unix nanoseconds; null without data.</summary>
    public long? Newest => _metrics.Values.Max(m => m.Open?.Newest);

    /// <summary>The step that holds now; null: none.</summary>
    public AnalysisStep? Step => _steps.Current;

    /// <summary>All rows that came, by what became of them.</summary>
    public BatchCounts Counts { get; private set; } = new();

    /// <summary>Per producer the newest sequence taken.</summary>
    public IReadOnlyDictionary<string, ulong> Producers => _producers.Newest;

    /// <summary>How many values wait for their bucket to close.</summary>
    public long OpenValues => _metrics.Values.Sum(m => m.Open?.Values ?? 0);

    /// <summary>When the clock alone ends it: no data to end it have come by then. Unix nanoseconds; null: never, or it has ended.</summary>
    public long? TimesOutAt => State != AnalysisState.Running ? null : Start.Created + (Start.Options.Maximum ?? Start.Options.PlannedLooks.Select(t => (long?)t).LastOrDefault()) + Start.Options.Lateness + (2 * Start.Options.Bucket);

    /// <summary>A new analysis.</summary>
    /// <param name="start">What it begins with.</param>
    /// <param name="policy">The rules that <see cref="AnalysisStart.PolicyText"/> says; they name their metrics.</param>
    /// <param name="policyHash">The hash of the rules, for judgements.</param>
    /// <param name="watches">Carry the evidence.</param>
    /// <exception cref="ArgumentException">The policy names no metrics.</exception>
    public static AnalysisRun Begin(AnalysisStart start, Policy policy, string policyHash, IMetricWatches watches) => new(start, policy, policyHash, watches);

    /// <summary>An analysis as it was when it wrote its state.</summary>
    /// <param name="start">What it began with.</param>
    /// <param name="policy">Its rules.</param>
    /// <param name="policyHash">The hash of the rules.</param>
    /// <param name="watches">Carry the evidence.</param>
    /// <param name="state">What <see cref="Write"/> wrote.</param>
    /// <exception cref="DamagedStateException">The bytes are damaged or of another version; the log has to be replayed.</exception>
    public static AnalysisRun Read(AnalysisStart start, Policy policy, string policyHash, IMetricWatches watches, ReadOnlySpan<byte> state)
    {
        var run = new AnalysisRun(start, policy, policyHash, watches);
        var from = new StateReader(state);
        if (from.Length() != StateVersion || from.Length() != watches.Version || from.Text() != Judge.Version)
        {
            throw new DamagedStateException("The state was written by another version.");
        }

        run.State = (AnalysisState)from.Small();
        run.Updated = from.Whole();
        run.Looks = from.Whole();
        run._passed = from.Whole();
        run._firstData = from.Maybe();
        run._until = from.Whole();
        run.Counts = BatchCounts.Read(ref from);
        run._producers = Analyses.Producers.Read(ref from);
        run._steps = StepLine.Read(ref from);
        foreach (var metric in run._metrics.Values)
        {
            metric.Read(ref from);
        }

        run._stepsLookedAt = from.Length();
        run._evidenceLookedAt = from.Bytes().ToArray();
        run._events = EventLog.Read(ref from, run.LookAgain);
        from.End();
        return run;
    }

    /// <summary>Writes everything that later entries depend on.</summary>
    /// <param name="target">Takes the bytes.</param>
    public void Write(IBufferWriter<byte> target)
    {
        var writer = new StateWriter(target);
        writer.Length(StateVersion);
        writer.Length(_watches.Version);
        writer.Text(Judge.Version);
        writer.Small((byte)State);
        writer.Whole(Updated);
        writer.Whole(Looks);
        writer.Whole(_passed);
        writer.Maybe(_firstData);
        writer.Whole(_until);
        Counts.Write(writer);
        _producers.Write(writer);
        _steps.Write(writer);
        foreach (var metric in _metrics.Values)
        {
            metric.Write(writer);
        }

        writer.Length(_stepsLookedAt);
        writer.Bytes(_evidenceLookedAt);
        _events.Write(writer);
    }

    /// <summary>What is kept of the events after a revision, in order: the newest look, and the newest of the others.</summary>
    /// <param name="revision">The newest revision known; 0: none.</param>
    public IReadOnlyList<AnalysisEvent> EventsAfter(ulong revision) => _events.After(revision);

    /// <summary>The newest look as an event; null before the first.</summary>
    public AnalysisEvent? NewestLook => _events.Look;

    /// <summary>Whether an entry may be applied. Changes nothing.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="limits">What the analysis may hold.</param>
    public Admission Admit(AnalysisEntry entry, IntakeLimits limits)
    {
        var admission = entry switch
        {
            AnalysisEntry.Batch batch => _producers.Admit(batch),
            AnalysisEntry.StepSet set => _steps.Admit(set),
            _ => State == AnalysisState.Running ? Admission.Fresh.Instance : Admission.Repeated.Instance,
        };

        // What was taken before the end is acknowledged after it, too.
        return admission is not Admission.Fresh ? admission
            : State != AnalysisState.Running ? new Admission.Over(State)
            : OverLimit(entry, limits) ?? admission;
    }

    /// <summary>Applies an entry that was admitted.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="seen">Called with every event, looks that nobody will keep included; null: nobody wants them.</param>
    /// <returns>What became of a batch's rows; empty for other entries.</returns>
    public BatchCounts Apply(AnalysisEntry entry, Action<AnalysisEvent>? seen)
    {
        var counts = new BatchCounts();
        Updated = Math.Max(Updated, entry.At);
        var note = (AnalysisChange change) =>
        {
            var noted = _events.Note(entry.At, change);
            seen?.Invoke(noted);
        };
        switch (entry)
        {
            case AnalysisEntry.Batch batch:
                _producers.Note(batch);
                Take(batch, counts);
                CloseBuckets(Watermark(), note);
                break;
            case AnalysisEntry.StepSet set:
                _steps.Note(set);
                note(new AnalysisChange.Stepped(_steps.Current));
                break;
            case AnalysisEntry.Finished or AnalysisEntry.TimedOut:
                Finish(note);
                break;
            case AnalysisEntry.Cancelled:
                End(AnalysisState.Cancelled, note);
                break;
            case AnalysisEntry.Unwatched:
                note(new AnalysisChange.Warned(new(WarningCode.Unwatched, $"Nobody has watched this analysis for {Duration(Start.Options.UnwatchedAfter ?? 0)}.")));
                break;
        }

        return counts;
    }

    private static string Duration(long nanoseconds) => TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick).ToString("g", CultureInfo.InvariantCulture);

    private void Take(AnalysisEntry.Batch batch, BatchCounts counts)
    {
        var gate = new TimeGate(_passed, batch.At > long.MaxValue - Start.Options.ClockSkew ? long.MaxValue : batch.At + Start.Options.ClockSkew);
        foreach (var series in batch.Series)
        {
            if (_metrics.TryGetValue(series.Metric, out var metric))
            {
                metric.Add(series, gate, counts);
            }
            else
            {
                counts.Reject(Rejection.MetricNotInPolicy, series.Data.Count);
            }
        }

        Counts.Add(counts);
    }

    private long Watermark() => Newest is { } newest ? newest - Start.Options.Lateness : long.MinValue;

    /// <summary>Closes what the watermark has passed, as if it had come there step by step: a width is settled when three intervals are seen.</summary>
    private void CloseBuckets(long watermark, Action<AnalysisChange> note)
    {
        while (State == AnalysisState.Running)
        {
            // A width that is settled may move the watermark on.
            watermark = Math.Max(watermark, Watermark());
            var end = _metrics.Values.Min(m => m.Open?.NextEnd);
            var seen = _metrics.Values.Min(m => m.Open?.WidthSeenAt());
            if (seen is { } at && at <= watermark && !(end < at))
            {
                // All that are settled at one time together, so that their buckets up to then share their looks.
                foreach (var metric in _metrics.Values.Where(m => m.Open?.WidthSeenAt() == at))
                {
                    metric.Open!.SettleWidth(Start.Options.Bucket);
                }
            }
            else if (end <= watermark)
            {
                CloseAt(end.Value, note);
            }
            else
            {
                break;
            }
        }

        _passed = Math.Max(_passed, watermark);
    }

    private void CloseAt(long end, Action<AnalysisChange> note)
    {
        MetricRun[] closing = [.. _metrics.Values.Where(m => m.Open?.NextEnd == end)];

        // Of the first bucket, not of all that waits: what has come for later ones depends on the batches.
        var first = _firstData ??= closing.Min(m => m.Open!.Earliest!.Value);
        foreach (var metric in closing)
        {
            metric.Close(end, _steps, metric.Policy.Warmup > TimeSpan.Zero ? first + (metric.Policy.Warmup.Ticks * TimeSpan.NanosecondsPerTick) : long.MinValue, Start.Options.CanaryShare ?? _policy.Split?.CanaryShare);
        }

        _until = Math.Max(_until, end);
        var options = Start.Options;
        var elapsed = _until - first;
        var planned = options.PlannedLooks.Count(t => t <= elapsed);
        if (options.PlannedLooks.Count > 0 && planned == (Look?.Moment.Planned ?? 0))
        {
            return;
        }

        Looks++;
        var isLast = elapsed >= options.Maximum || (planned > 0 && planned == options.PlannedLooks.Count);
        var looked = LookNow(new(Looks, _until, _steps.EpochBefore(_until), elapsed, planned, isLast));
        note(looked);
        if (isLast || Decides(looked))
        {
            End(StateOf(looked.Judgement.Verdict), note);
        }
    }

    private bool Decides(AnalysisChange.Looked looked) => looked.Judgement.Verdict switch
    {
        Verdict.Fail => true,
        Verdict.Pass => Start.Options.StopRule == StopRule.FirstDecision && looked.Moment.Elapsed >= Start.Options.Minimum,
        _ => false,
    };

    private AnalysisChange.Looked LookNow(LookMoment moment)
    {
        _stepsLookedAt = _steps.Count;
        if (Start.Options.PlannedLooks.Count > 0)
        {
            var evidence = new ArrayBufferWriter<byte>();
            var writer = new StateWriter(evidence);
            foreach (var metric in _metrics.Values)
            {
                metric.WriteEvidence(writer);
            }

            _evidenceLookedAt = evidence.WrittenSpan.ToArray();
        }

        return LookAt(moment, _steps);
    }

    /// <summary>The newest look as it was, whatever has come since.</summary>
    private AnalysisChange.Looked LookAgain(LookMoment moment)
    {
        var then = this;
        if (_evidenceLookedAt.Length > 0)
        {
            then = new(Start, _policy, _policyHash, _watches) { _firstData = _firstData };
            var from = new StateReader(_evidenceLookedAt);
            foreach (var metric in then._metrics.Values)
            {
                metric.ReadEvidence(ref from);
            }

            from.End();
        }

        return then.LookAt(moment, _steps.First(_stepsLookedAt));
    }

    private AnalysisChange.Looked LookAt(LookMoment moment, StepLine steps)
    {
        var traffic = _metrics.Values.Max(m => m.TrafficOf(moment.Epoch));
        var judgement = WholeJudgement.Of(
            _policy, _metrics.Values.Select(m => m.Look(moment, steps, _policy.Beta)), _firstData is { } first ? (first, moment.Until) : null, moment.IsLast) with
        { PolicyHash = _policyHash, Look = new(moment.Number, moment.Epoch, traffic) };
        return new(moment, HealthRule.Apply(_policy, judgement, Mismatch()), traffic);
    }

    /// <summary>Of all metrics the one with the most requests tells, so that one of a few requests only (checkouts) does not stand for all.</summary>
    private Warning? Mismatch() => _metrics.Values.Where(m => m.SplitTotal > 0).MaxBy(m => m.SplitTotal)?.SplitMismatch;

    private void Finish(Action<AnalysisChange> note)
    {
        foreach (var metric in _metrics.Values)
        {
            metric.Open?.SettleWidth(Start.Options.Bucket);
        }

        CloseBuckets(long.MaxValue, note);
        if (State != AnalysisState.Running)
        {
            return;
        }

        // The same look once more, now as the last one: what the policy says of missing data holds from here on.
        var moment = Look?.Moment ?? new(0, Start.Created, _steps.EpochBefore(Start.Created), 0, 0, IsLast: false);
        var planned = Start.Options.PlannedLooks.Count;
        if (planned > 0 && _firstData is { } first && moment.Until != _until)
        {
            // Data since the last planned look.
            moment = new(++Looks, _until, _steps.EpochBefore(_until), _until - first, moment.Planned, IsLast: false);
        }

        var looked = LookNow(moment with { IsLast = true });
        note(looked);
        End(StateOf(looked.Judgement.Verdict), note);
    }

    private void End(AnalysisState state, Action<AnalysisChange> note)
    {
        State = state;
        foreach (var metric in _metrics.Values)
        {
            metric.Open?.Clear();
        }

        note(new AnalysisChange.Ended(state));
    }

    private static AnalysisState StateOf(Verdict verdict) => verdict switch
    {
        Verdict.Pass => AnalysisState.Passed,
        Verdict.Fail => AnalysisState.Failed,
        _ => AnalysisState.Inconclusive,
    };

    private Admission.OverLimit? OverLimit(AnalysisEntry entry, IntakeLimits limits) => entry switch
    {
        AnalysisEntry.Batch batch when !_producers.Knows(batch.Producer) && _producers.Count >= limits.MaxProducersPerAnalysis =>
            new(nameof(IntakeLimits.MaxProducersPerAnalysis), limits.MaxProducersPerAnalysis, $"The analysis has data of {_producers.Count:N0} producers."),
        AnalysisEntry.Batch batch => OpenRoom.Refuse(batch, this, _metrics, limits.MaxOpenValuesPerAnalysis),
        AnalysisEntry.StepSet when _steps.Count >= limits.MaxStepsPerAnalysis =>
            new(nameof(IntakeLimits.MaxStepsPerAnalysis), limits.MaxStepsPerAnalysis, $"The analysis has had {_steps.Count:N0} steps."),
        _ => null,
    };
}
