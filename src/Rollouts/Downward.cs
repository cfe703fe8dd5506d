namespace CanaryJudge.Rollouts;

/// <summary>A rollback that goes down in steps, or does not arrive.</summary>
internal static class Downward
{
    public static void Apply(Turn turn)
    {
        if (!turn.State.Latched || turn.State.Phase == RolloutPhase.Done)
        {
            return;
        }

        if (turn.Now >= StuckAt(turn))
        {
            turn.Back(Weight.Zero);
        }
        else if (turn.Now >= LowerAt(turn))
        {
            turn.Down();
        }

        if (turn.Now >= turn.Memory.AlarmAt)
        {
            turn.Record(new RolloutRecord.Alarm("rollback has not reached zero", turn.State.Weight));
            turn.Memory = turn.Memory with { AlarmAt = turn.Now + turn.Plan.AlarmEvery };
        }
    }

    public static IEnumerable<long?> Due(Turn turn) => turn.State.Latched ? [StuckAt(turn), LowerAt(turn)] : [];

    /// <summary>When a weight between that is not reached is given up for zero.</summary>
    private static long? StuckAt(Turn turn) =>
        turn.State is { ToZero: false, Verified: false } ? turn.State.MoveAt + turn.Plan.MoveTimeout : null;

    private static long? LowerAt(Turn turn) =>
        turn.State is { ToZero: false, Verified: true } ? turn.State.WatchFrom - turn.Plan.Settle + turn.Plan.Rollback.Every : null;
}
