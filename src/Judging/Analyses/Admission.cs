namespace CanaryJudge.Judging.Analyses;

/// <summary>Whether an analysis takes an entry.</summary>
public abstract record Admission
{
    private Admission()
    {
    }

    /// <summary>It is new and may be applied.</summary>
    public sealed record Fresh : Admission
    {
        internal static Fresh Instance { get; } = new();
    }

    /// <summary>It was taken before, or says what already holds; applying it would change nothing.</summary>
    public sealed record Repeated : Admission
    {
        internal static Repeated Instance { get; } = new();
    }

    /// <summary>Batches of the producer are missing before it.</summary>
    /// <param name="Sequence">The batch's.</param>
    /// <param name="Expected">The producer's next.</param>
    public sealed record Gap(ulong Sequence, ulong Expected) : Admission;

    /// <summary>The producer's batch of that sequence held something else.</summary>
    /// <param name="Sequence">The batch's.</param>
    /// <param name="Expected">The producer's next.</param>
    public sealed record OtherContent(ulong Sequence, ulong Expected) : Admission;

    /// <summary>The analysis has ended.</summary>
    /// <param name="State">With this state.</param>
    public sealed record Over(AnalysisState State) : Admission;

    /// <summary>A step of an older epoch.</summary>
    /// <param name="Epoch">The step's.</param>
    /// <param name="Current">The newest one's.</param>
    public sealed record OlderEpoch(int Epoch, int Current) : Admission;

    /// <summary>A step whose epoch was told before with other facts.</summary>
    /// <param name="Current">The facts told before.</param>
    public sealed record OtherStep(AnalysisStep Current) : Admission;

    /// <summary>A step whose times do not follow those of the step before.</summary>
    /// <param name="Field">The field that is wrong: <c>ended</c> or <c>step.since</c>.</param>
    /// <param name="Message">What is wrong.</param>
    public sealed record WrongTimes(string Field, string Message) : Admission;

    /// <summary>The analysis would hold more than it may.</summary>
    /// <param name="Limit">The property of <see cref="IntakeLimits"/>.</param>
    /// <param name="Allowed">Its value.</param>
    /// <param name="Message">What exceeds it.</param>
    public sealed record OverLimit(string Limit, long Allowed, string Message) : Admission;
}
