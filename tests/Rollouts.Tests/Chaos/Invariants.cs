namespace CanaryJudge.Rollouts.Tests.Chaos;

/// <summary>What holds in every turn, seen from outside: by inputs, records and actions alone.</summary>
internal sealed class Invariants(RolloutPlan plan)
{
    private readonly List<(long At, RolloutRecord Record)> _journal = [];
    private bool _agreed;
    private long _call;
    private bool _unwritable;
    private Weight? _found;
    private RolloutInput? _latest;
    private RolloutInput.Judged? _judged;

    public IReadOnlyList<(long At, RolloutRecord Record)> Journal => _journal;

    public void Check(RolloutState before, RolloutInput input, RolloutTurn turn, long now)
    {
        Listen(before, input);
        CheckRecords(before, turn);
        CheckDecisions(before, input, turn);
        CheckCalls(before, turn);
        foreach (var action in turn.Actions)
        {
            _call = action switch { RolloutAction.SetWeight set => set.Call, RolloutAction.ReadWeight read => read.Call, _ => _call };
        }

        _journal.AddRange(turn.Records.Select(r => (now, r)));
        Hold("W3 the state is the fold of the records", RolloutState.Fold(plan, _journal) == turn.State);
        Hold("wake lies ahead", turn.Wake is not { } wake || wake > now);
        Hold("a turn starts at most one call", turn.Actions.Count(a => a is RolloutAction.SetWeight or RolloutAction.ReadWeight) <= 1);
    }

    private void Listen(RolloutState before, RolloutInput input)
    {
        _latest = input;
        var isAnswer = input is RolloutInput.Answer answer && answer.Call == _call;
        _found = isAnswer && input is RolloutInput.Answer { Is: AnswerKind.Weight, Found: { } found } ? found : null;
        switch (input)
        {
            case RolloutInput.Open:
                (_agreed, _unwritable, _judged) = (false, false, null);
                break;
            case RolloutInput.JournalFailed:
                _unwritable = true;
                break;
            case RolloutInput.JournalBack when _unwritable:
                (_unwritable, _agreed) = (false, false);
                break;
            case RolloutInput.Answer when _found is { } weight:
                _agreed = Matches(weight, before.Weight);
                break;
            case RolloutInput.Answer { Is: AnswerKind.Unknown } when isAnswer:
                _agreed = false;
                break;
            case RolloutInput.Judged judged when judged.Epoch == before.Epoch:
                _judged = judged;
                break;
        }
    }

    private void CheckRecords(RolloutState before, RolloutTurn turn)
    {
        var state = before;
        for (var i = 0; i < turn.Records.Count; i++)
        {
            Hold("I8 nothing follows the end", state.Phase != RolloutPhase.Done);
            switch (turn.Records[i])
            {
                case RolloutRecord.Move move:
                    CheckMove(state, move, turn.Records.Take(i).ToList());
                    break;
                case RolloutRecord.Verified:
                    Hold("I9 verified only after an agreeing read", _found is { } found && Matches(found, state.Weight));
                    break;
                case RolloutRecord.Done done:
                    Hold("I8 the cause of an end is on record before it", done.Outcome != RolloutOutcome.RolledBack || state.Latched);
                    Hold("I3 an end in doubt", !turn.Memory.Doubt || done.Outcome is RolloutOutcome.Refused or RolloutOutcome.Aborted);
                    break;
            }

            state = state.With(plan, turn.Records[i], 0);
        }
    }

    private void CheckMove(RolloutState before, RolloutRecord.Move move, List<RolloutRecord> batch)
    {
        Hold("epochs count up by one", move.Epoch == before.Epoch + 1);
        Hold("I4 no step skipped", move.Step <= before.Step + 1);
        if (before.Latched)
        {
            Hold("I2 after the latch no weight above the last", move.Weight <= before.Weight);
            return;
        }

        if (move.Why == MoveReason.Start)
        {
            Hold("I1 the first move only from zero", _found == Weight.Zero);
        }
        else if (move.Why is MoveReason.Advance or MoveReason.Promote or MoveReason.Zero or MoveReason.Keep)
        {
            var passed = batch.OfType<RolloutRecord.Judged>().Any(v => v.Verdict == Verdict.Pass && v.Epoch == before.Epoch) && _judged is { Verdict: Verdict.Pass };
            Hold("I1 an increase needs a PASS of this epoch, an approval or a policy", passed || batch.OfType<RolloutRecord.Approved>().Any());
            Hold("I1 an increase needs an agreeing read since the opening", _agreed);
            Hold("I5 no increase while frozen", !before.Frozen);
        }
        else
        {
            Hold("putting back is no increase", move.Weight == before.Weight);
        }
    }

    private void CheckDecisions(RolloutState before, RolloutInput input, RolloutTurn turn)
    {
        var open = before.Phase is not (RolloutPhase.New or RolloutPhase.Done) && !_unwritable;
        if (open && input is RolloutInput.Judged { Verdict: Verdict.Fail } or RolloutInput.Abort && before.Phase is not (RolloutPhase.New or RolloutPhase.Done) && !_unwritable)
        {
            Hold("R1 FAIL and abort latch from every phase", turn.State.Latched);
        }

        if (open && input is RolloutInput.Open { } opened && (!opened.Known || opened.Gap > plan.ResumeWithin) && !before.ToZero)
        {
            Hold("R3 no resume after a long or unknown gap", turn.State.Latched);
        }

        if (turn.Records.OfType<RolloutRecord.Rollback>().Any())
        {
            Hold("R2 nothing stands before a rollback's first call", turn.Actions.OfType<RolloutAction.SetWeight>().Any(s => s.Weight < before.Weight || s.Weight == Weight.Zero));
        }
    }

    private void CheckCalls(RolloutState before, RolloutTurn turn)
    {
        foreach (var set in turn.Actions.OfType<RolloutAction.SetWeight>())
        {
            var onRecord = set.Weight == turn.State.Weight && set.Epoch == turn.State.Epoch;
            Hold("W1 a weight is sent only if it is on record", onRecord || (_unwritable && set.Weight == Weight.Zero));
            Hold("I2 after the latch no weight above the last is sent", !before.Latched || set.Weight <= before.Weight);
        }
    }

    private bool Matches(Weight found, Weight asked) => found == asked || (found < asked && found > Weight.Zero && asked < Weight.Full && asked.BasisPoints - found.BasisPoints < plan.Grain);

    private void Hold(string promise, bool holds)
    {
        if (!holds)
        {
            throw new BrokenPromiseException(promise, $"at {_latest}, after {string.Join(" ", _journal.TakeLast(8).Select(j => $"{j.At}:{RecordJson.Write(j.Record).ToJsonString()}"))}");
        }
    }
}
