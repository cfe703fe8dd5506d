using System.Diagnostics.Metrics;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Rollouts;

/// <summary>Meters of a running rollout, named <c>canaryjudge_rollout_…</c>; whoever hosts the runner exports the meter of that name.</summary>
/// <remarks>Labels are bounded: phases, kinds, answers, reasons; and the rollout's id, of which a process has one.</remarks>
public sealed class RolloutMeters : IRolloutObserver, IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "canaryjudge_rollout";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _moves;
    private readonly Counter<long> _calls;
    private readonly Counter<long> _drifts;
    private readonly Counter<long> _ends;
    private readonly Counter<long> _journalErrors;
    private readonly Histogram<double> _rollbackSeconds;
    private readonly KeyValuePair<string, object?> _rollout;
    private RolloutStatus? _status;

    /// <summary>Meters of one rollout.</summary>
    /// <param name="rolloutId">The rollout.</param>
    public RolloutMeters(string rolloutId)
    {
        _rollout = new("rollout", rolloutId);
        _moves = _meter.CreateCounter<long>("moves_total", description: "Moves of the weight on record, by why.");
        _calls = _meter.CreateCounter<long>("calls_total", description: "Calls to the target, by answer.");
        _drifts = _meter.CreateCounter<long>("drifts_total", description: "Changes of the weight by another hand.");
        _ends = _meter.CreateCounter<long>("ends_total", description: "Ends, by outcome and reason.");
        _journalErrors = _meter.CreateCounter<long>("journal_errors_total", description: "Batches that could not be written.");
        _rollbackSeconds = _meter.CreateHistogram<double>("rollback_seconds", unit: "s", description: "From the decision to zero verified.");
        _meter.CreateObservableGauge("weight_ratio", Weights, description: "The canary's share, asked and found.");
        _meter.CreateObservableGauge("phase", Phases, description: "1 for the phase that holds.");
        Gauge("step", s => s.State.Step + 1, "The step, from 1; 0 before the first.");
        Gauge("epoch", s => s.State.Epoch, "The number of the newest move.");
        Gauge("frozen", s => s.State.Frozen ? 1 : 0, "1 while frozen.");
        Gauge("held", s => s.State.Held is null ? 0 : 1, "1 while held.");
        Gauge("sight_age_seconds", s => s.State.InStep ? s.Now - Math.Max(s.Memory.SightAt ?? 0, s.State.WatchFrom) : 0, "Since a verdict came that rests on data; below zero while settling.");
        Gauge("unwatched", s => s.State.InStep && s.Memory.Newest is null ? 1 : 0, "1 while a step has heard no verdict.");
    }

    /// <inheritdoc />
    public void Turned(RolloutStatus status, RolloutInput input, IReadOnlyList<RolloutRecord> records, IReadOnlyList<RolloutAction> actions)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(records);
        _status = status;
        if (input is RolloutInput.Answer answer)
        {
            _calls.Add(1, _rollout, new("answer", RolloutWords.Of(answer.Is)));
        }
        else if (input is RolloutInput.JournalFailed)
        {
            _journalErrors.Add(1, _rollout);
        }

        foreach (var record in records)
        {
            Count(record, status);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();

    private void Count(RolloutRecord record, RolloutStatus status)
    {
        switch (record)
        {
            case RolloutRecord.Move move:
                _moves.Add(1, _rollout, new("why", RolloutWords.Of(move.Why)));
                break;
            case RolloutRecord.Drift:
                _drifts.Add(1, _rollout);
                break;
            case RolloutRecord.Verified { Weight.BasisPoints: 0 } when status.State.Latched:
                _rollbackSeconds.Record(status.Now - status.State.BackAt, _rollout);
                break;
            case RolloutRecord.Done done:
                var reason = status.State.Reason is { } why ? RolloutWords.Of(why) : "none";
                _ends.Add(1, _rollout, new("outcome", RolloutWords.Of(done.Outcome)), new("reason", reason));
                break;
        }
    }

    private void Gauge(string name, Func<RolloutStatus, long> value, string description) => _meter.CreateObservableGauge(
        name, () => _status is { } status ? [new Measurement<long>(value(status), _rollout)] : Array.Empty<Measurement<long>>(), description: description);

    private IEnumerable<Measurement<double>> Weights()
    {
        if (_status is { } status)
        {
            yield return new(status.State.Weight.Share, _rollout, new("kind", "asked"));
            if (status.Found is { } found)
            {
                yield return new(found.Share, _rollout, new("kind", "found"));
            }
        }
    }

    private IEnumerable<Measurement<long>> Phases() => _status is { } status
        ? Enum.GetValues<RolloutPhase>().Select(p => new Measurement<long>(p == status.State.Phase ? 1 : 0, _rollout, new("phase", RolloutWords.Of(p))))
        : [];
}
