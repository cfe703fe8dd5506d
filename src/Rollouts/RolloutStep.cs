namespace CanaryJudge.Rollouts;

/// <summary>A stretch at one weight.</summary>
public sealed record RolloutStep
{
    /// <summary>The canary's share.</summary>
    public Weight Weight { get; init; }

    /// <summary>The shortest stay in seconds, after settling.</summary>
    /// <value>The default is five minutes.</value>
    public long Min { get; init; } = 300;

    /// <summary>The longest stay in seconds without a conclusion, after settling; not below <see cref="Min"/>.</summary>
    /// <value>The default is an hour.</value>
    public long Max { get; init; } = 3600;

    /// <summary>Canary requests without which PASS is no PASS yet.</summary>
    public long Traffic { get; init; }

    /// <summary>What the step waits for.</summary>
    public Gate Gate { get; init; }
}
