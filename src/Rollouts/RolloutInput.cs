namespace CanaryJudge.Rollouts;

/// <summary>What can happen to a rollout.</summary>
public abstract record RolloutInput
{
    private RolloutInput()
    {
    }

    /// <summary>A runner opened the journal: memory is lost, calls of an earlier runner may still land.</summary>
    /// <param name="Fence">The number of the opening, from 1.</param>
    /// <param name="Gap">Seconds that nobody ran.</param>
    /// <param name="Known">Whether the gap can be trusted; false after the clock was set back.</param>
    /// <param name="First">Whether there was no runner before.</param>
    public sealed record Open(long Fence, long Gap, bool Known, bool First) : RolloutInput;

    /// <summary>A call was answered. Answers of calls that are not in flight are ignored.</summary>
    /// <param name="Call">The number of the call.</param>
    /// <param name="Is">The answer.</param>
    /// <param name="Found">The weight that was read, is in force, or was in the way.</param>
    public sealed record Answer(long Call, AnswerKind Is, Weight? Found = null) : RolloutInput;

    /// <summary>The judge said something.</summary>
    /// <param name="Epoch">The epoch that was judged.</param>
    /// <param name="Verdict">What it says.</param>
    /// <param name="Traffic">Canary requests in the epoch; null: nobody counts them.</param>
    /// <param name="Data">Whether it rests on data not seen before.</param>
    /// <param name="Id">The judgement's id, for the audit.</param>
    public sealed record Judged(long Epoch, Verdict Verdict, long? Traffic = null, bool Data = true, string? Id = null) : RolloutInput;

    /// <summary>A person approves the step that waits.</summary>
    /// <param name="By">Who.</param>
    public sealed record Approve(string By) : RolloutInput;

    /// <summary>A person goes on without waiting.</summary>
    /// <param name="By">Who.</param>
    /// <param name="ToFull">To all traffic, past the steps between.</param>
    public sealed record Promote(string By, bool ToFull = false) : RolloutInput;

    /// <summary>A person, or a signal, rolls back.</summary>
    /// <param name="By">Who.</param>
    /// <param name="AtOnce">To zero without the stops of a stepped rollback.</param>
    public sealed record Abort(string By, bool AtOnce = false) : RolloutInput;

    /// <summary>A person forbids every increase.</summary>
    /// <param name="By">Who.</param>
    public sealed record Freeze(string By) : RolloutInput;

    /// <summary>A person ends a freeze.</summary>
    /// <param name="By">Who.</param>
    public sealed record Thaw(string By) : RolloutInput;

    /// <summary>The records of the last turn could not be written; that turn did not happen.</summary>
    public sealed record JournalFailed : RolloutInput;

    /// <summary>The journal can be written again.</summary>
    public sealed record JournalBack : RolloutInput;

    /// <summary>Time has passed.</summary>
    public sealed record Tick : RolloutInput;
}
