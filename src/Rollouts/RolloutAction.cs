namespace CanaryJudge.Rollouts;

/// <summary>What the host must start, in order, after the records of the turn are on disk.</summary>
public abstract record RolloutAction
{
    private RolloutAction()
    {
    }

    /// <summary>Ask the target for a weight; answer with one <see cref="RolloutInput.Answer"/>.</summary>
    public sealed record SetWeight(long Call, Weight Weight, long Epoch, bool Final) : RolloutAction;

    /// <summary>Read the target's weight; answer with one <see cref="RolloutInput.Answer"/>.</summary>
    public sealed record ReadWeight(long Call) : RolloutAction;

    /// <summary>A call's answer matters no more.</summary>
    public sealed record Cancel(long Call) : RolloutAction;

    /// <summary>Feed verdicts of an epoch, and of those before.</summary>
    /// <param name="Epoch">The epoch.</param>
    /// <param name="Weight">Its weight, as asked.</param>
    /// <param name="Since">Rollout time of the first sample that counts, in seconds.</param>
    public sealed record Watch(long Epoch, Weight Weight, long Since) : RolloutAction;

    /// <summary>Feed no more verdicts.</summary>
    public sealed record Unwatch : RolloutAction;

    /// <summary>Call a person, although nothing can be written.</summary>
    public sealed record Alarm(string Why) : RolloutAction;

    /// <summary>Tell who gave a command why it does not hold.</summary>
    public sealed record Refuse(string Why) : RolloutAction;

    /// <summary>End with an exit code.</summary>
    public sealed record Finish(int Exit) : RolloutAction;
}
