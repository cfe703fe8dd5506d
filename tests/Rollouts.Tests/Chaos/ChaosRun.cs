namespace CanaryJudge.Rollouts.Tests.Chaos;

/// <summary>One rollout in a wild world for a while, then in a fair one until it ends.</summary>
/// <remarks>It hosts the engine as a runner does: records before actions, a turn dropped when they cannot be written, everything but the records lost at a kill.</remarks>
internal sealed class ChaosRun
{
    private const int WildTurns = 120;
    private const int FairTurns = 3000;

    private readonly Random _random;
    private readonly RolloutPlan _plan;
    private readonly Func<RolloutPlan, RolloutState, RolloutMemory, RolloutInput, long, RolloutTurn> _step;
    private readonly SimulatedTarget _target;
    private readonly Invariants _invariants;
    private readonly List<(long At, RolloutInput Input)> _coming = [];
    private RolloutState _state = RolloutState.Initial;
    private RolloutMemory _memory = RolloutMemory.Fresh;
    private long _now;
    private long _fence;
    private long? _wake;
    private bool _diskFull;

    public ChaosRun(int seed, Func<RolloutPlan, RolloutState, RolloutMemory, RolloutInput, long, RolloutTurn>? step = null)
    {
        _random = new(seed);
        _plan = Plans.Draw(_random);
        _step = step ?? RolloutRules.Step;
        _target = new(_random, _plan.Late);
        _invariants = new(_plan);
    }

    public RolloutState End => _state;

    public IEnumerable<RolloutRecord> Records => _invariants.Journal.Select(j => j.Record);

    public void Run()
    {
        Open(gap: 0, known: true);
        for (var i = 0; i < WildTurns && _state.Phase != RolloutPhase.Done; i++)
        {
            Disturb();
            Next();
        }

        _target.Wild = false;
        Mend();
        for (var i = 0; i < FairTurns && _state.Phase != RolloutPhase.Done; i++)
        {
            Judge(_random.Next(3) == 0 ? Verdict.Pass : Verdict.Inconclusive, _state.Epoch);
            Next();
        }

        if (_state.Phase != RolloutPhase.Done)
        {
            throw new BrokenPromiseException("L1 a fair run ends", $"{_state}");
        }
    }

    private void Disturb()
    {
        switch (_random.Next(40))
        {
            case 0:
                Kill();
                break;
            case 1:
                _target.Change(new(_random.Next(101) * 100));
                break;
            case 2:
                _diskFull = true;
                break;
            case 3:
                Mend();
                break;
            case 4:
                Feed(new RolloutInput.Abort("ann", _random.Next(2) == 0));
                break;
            case 5:
                Feed(new RolloutInput.Freeze("ann"));
                break;
            case 6 or 7:
                Feed(new RolloutInput.Thaw("ann"));
                break;
            case 8 or 9 or 10:
                Feed(new RolloutInput.Approve("ann"));
                break;
            case 11:
                Feed(new RolloutInput.Promote("ann", _random.Next(3) == 0));
                break;
            case 12:
                Judge(Verdict.Fail, _random.NextInt64(_state.Epoch + 1));
                break;
            case < 28:
                Judge(_random.Next(2) == 0 ? Verdict.Pass : Verdict.Inconclusive, Math.Max(0, _state.Epoch - (_random.Next(6) == 0 ? 1 : 0)));
                break;
        }
    }

    private void Judge(Verdict verdict, long epoch) => Feed(new RolloutInput.Judged(epoch, verdict, _random.Next(2000), _random.Next(4) > 0));

    private void Kill()
    {
        var gap = _random.Next(3) == 0 ? _plan.ResumeWithin + 1 : _random.NextInt64(20);
        (_state, _memory) = (RolloutState.Fold(_plan, _invariants.Journal), RolloutMemory.Fresh);
        _coming.Clear();
        _now += gap;
        Open(gap, _random.Next(10) > 0);
    }

    /// <summary>An opening that cannot be written is none: the disk is freed first.</summary>
    private void Open(long gap, bool known)
    {
        _diskFull = false;
        Feed(new RolloutInput.Open(++_fence, gap, known, _fence == 1));
    }

    private void Mend()
    {
        _diskFull = false;
        Feed(new RolloutInput.JournalBack());
    }

    /// <summary>Lets time pass to the next answer or timer.</summary>
    private void Next()
    {
        var at = _coming.Select(c => c.At).Append(_wake ?? _now + 5).Min();
        _now = Math.Max(_now, Math.Min(at, _now + 600));
        _target.Pass(_now);
        if (_coming.FindIndex(c => c.At <= _now) is var i and >= 0)
        {
            var input = _coming[i].Input;
            _coming.RemoveAt(i);

            // A read tells what is there when it is answered.
            Feed(input is RolloutInput.Answer { Is: AnswerKind.Weight } read ? read with { Found = _target.Observed } : input);
        }
        else
        {
            Feed(new RolloutInput.Tick());
        }
    }

    private void Feed(RolloutInput input)
    {
        if (_state.Phase == RolloutPhase.Done && input is not RolloutInput.Open)
        {
            return;
        }

        var turn = _step(_plan, _state, _memory, input, _now);
        if (_diskFull && turn.Records.Count > 0)
        {
            if (_memory.Unwritable)
            {
                throw new BrokenPromiseException("without a journal nothing is recorded", $"{input}");
            }

            Take(new RolloutInput.JournalFailed(), _step(_plan, _state, _memory, new RolloutInput.JournalFailed(), _now));
            turn = _step(_plan, _state, _memory, input, _now);
            if (_state.Phase == RolloutPhase.New)
            {
                return;
            }
        }

        Take(input, turn);
    }

    private void Take(RolloutInput input, RolloutTurn turn)
    {
        _invariants.Check(_state, input, turn, _now);
        (_state, _memory, _wake) = (turn.State, turn.Memory, turn.Wake);
        foreach (var action in turn.Actions)
        {
            Start(action);
        }

        if (turn.Records.OfType<RolloutRecord.Done>().FirstOrDefault() is { Outcome: not (RolloutOutcome.Refused or RolloutOutcome.Aborted) } done
            && _target.CanStillBecomeOtherThan(done.Weight, _now))
        {
            throw new BrokenPromiseException("I3 at the end no earlier call can land", $"{done} at {_now}");
        }
    }

    private void Start(RolloutAction action)
    {
        switch (action)
        {
            case RolloutAction.SetWeight set:
                var (after, answer, found) = _target.Set(set.Weight, _now);
                _coming.Add((_now + after, new RolloutInput.Answer(set.Call, answer, found)));
                break;
            case RolloutAction.ReadWeight read:
                var (readAfter, kind) = _target.Read();
                _coming.Add((_now + readAfter, new RolloutInput.Answer(read.Call, kind)));
                break;
            case RolloutAction.Cancel cancel when _random.Next(2) == 0:
                _coming.RemoveAll(c => c.Input is RolloutInput.Answer a && a.Call == cancel.Call);
                break;
        }
    }
}
