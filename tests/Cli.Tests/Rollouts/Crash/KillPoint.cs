namespace CanaryJudge.Cli.Tests.Rollouts.Crash;

/// <summary>A point of a journey: a stage of a call to the target, or a side of an append to the journal.</summary>
/// <param name="Call">In this call of the journey, from 1; 0: not in a call.</param>
/// <param name="Stage">At this stage of it.</param>
/// <param name="Append">At this append of the journey, from 1; 0: not at an append.</param>
/// <param name="IsAfter">When it is written, before anything is done about it; else before it is written.</param>
internal sealed record KillPoint(int Call, TapStage Stage, int Append, bool IsAfter)
{
    /// <summary>What a trap does at an append.</summary>
    public Snap Snap => IsAfter ? Snap.KillAfterAppend : Snap.KillBeforeAppend;

    /// <summary>At an append.</summary>
    public static KillPoint At(int append, bool isAfter) => new(0, default, append, isAfter);

    /// <summary>In a call.</summary>
    public static KillPoint In(int call, TapStage stage) => new(call, stage, 0, IsAfter: false);

    public override string ToString() => Append == 0 ? $"call {Call} {Stage.ToString().ToLowerInvariant()}" : $"{(IsAfter ? "after" : "before")} append {Append}";
}
