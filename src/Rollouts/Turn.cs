namespace CanaryJudge.Rollouts;

/// <summary>A turn while it is made: the records so far, folded, and the actions so far.</summary>
internal sealed class Turn(RolloutPlan plan, RolloutState state, RolloutMemory memory, long now)
{
    private readonly List<RolloutRecord> _records = [];
    private readonly List<RolloutAction> _actions = [];
    private readonly long _callsBefore = memory.Calls;

    public RolloutPlan Plan => plan;

    public long Now => now;

    public RolloutState State { get; private set; } = state;

    public RolloutMemory Memory { get; set; } = memory;

    /// <summary>The step where the rollout stands; it has begun.</summary>
    public RolloutStep Step => plan.StepAt(State.Step);

    public void Record(RolloutRecord record)
    {
        _records.Add(record);
        State = State.With(plan, record, now);
    }

    public void Do(RolloutAction action) => _actions.Add(action);

    /// <summary>Asks for a weight under a new epoch, whatever is in flight.</summary>
    public void Move(int step, Weight weight, bool final, MoveReason why)
    {
        Record(new RolloutRecord.Move(State.Epoch + 1, step, weight, final, why));
        Set(weight, State.Epoch, final);
        Memory = Memory with { Backoff = 0, Newest = null, HasData = false };
    }

    /// <summary>Sends a weight, in place of the call in flight.</summary>
    public void Set(Weight weight, long epoch, bool final)
    {
        Supersede();
        var call = Memory.Calls + 1;
        Do(new RolloutAction.SetWeight(call, weight, epoch, final));
        Memory = Memory with { Calls = call, InFlight = new(call, IsSet: true), Sure = false, RetryAt = null, ReadAt = null, LateAt = null };
    }

    /// <summary>Sends the weight that is on record again.</summary>
    public void SetAgain() => Set(State.Weight, State.Epoch, State.Final);

    /// <summary>Reads the target.</summary>
    public void Read()
    {
        Supersede();
        var call = Memory.Calls + 1;
        Do(new RolloutAction.ReadWeight(call));
        Memory = Memory with { Calls = call, InFlight = new(call, IsSet: false), ReadAt = null };
    }

    /// <summary>Sets again after the next wait: 1, 2, 4 ... seconds.</summary>
    public void SetLater() => Memory = Memory with { Backoff = NextWait, RetryAt = now + NextWait };

    /// <summary>Reads after the next wait; what cannot be read is set again.</summary>
    public void LookLater()
    {
        if (plan.ReadBack)
        {
            Memory = Memory with { Backoff = NextWait, ReadAt = now + NextWait };
        }
        else
        {
            SetLater();
        }
    }

    private long NextWait => Math.Min(Memory.Backoff == 0 ? 1 : Memory.Backoff * 2, plan.BackoffMax);

    /// <summary>The one-way door: from here only down. Before anything was touched there is nothing to go back from.</summary>
    public void Latch(RollbackReason reason, bool atOnce = false)
    {
        if (State.Phase == RolloutPhase.New)
        {
            End(reason == RollbackReason.Abort ? RolloutOutcome.Aborted : RolloutOutcome.Refused, reason == RollbackReason.Abort ? RolloutExit.Aborted : RolloutExit.Target);
            return;
        }

        Record(new RolloutRecord.Rollback(reason, RolloutExit.Of(reason), plan.Rollback.Stepped && !atOnce));
        Memory = Memory with { AlarmAt = now + plan.AlarmEvery };
        Down();
    }

    /// <summary>The next lower weight of a rollback.</summary>
    public void Down() => Back(State.Stepped ? plan.Rollback.Below(State.Weight) : Weight.Zero);

    /// <summary>A weight of a rollback.</summary>
    public void Back(Weight weight) => Move(State.Step, weight, weight == Weight.Zero, MoveReason.Rollback);

    /// <summary>The end, on record.</summary>
    public void End(RolloutOutcome outcome, int exit)
    {
        Record(new RolloutRecord.Done(outcome, exit, State.Weight));
        Do(new RolloutAction.Unwatch());
        Do(new RolloutAction.Finish(exit));
        Memory = Memory with { InFlight = null };
    }

    public RolloutTurn Finish(long? wake) => new(State, Memory, _records, _actions, wake);

    /// <summary>Gives up the call in flight. One of this very turn was never started, so nothing can come of it.</summary>
    private void Supersede()
    {
        if (Memory.InFlight is not { } call)
        {
            return;
        }

        if (call.Number > _callsBefore)
        {
            _actions.RemoveAll(a => a is RolloutAction.ReadWeight or RolloutAction.SetWeight);
            return;
        }

        Do(new RolloutAction.Cancel(call.Number));
        Memory = Memory with { Doubt = Memory.Doubt || call.IsSet };
    }
}
