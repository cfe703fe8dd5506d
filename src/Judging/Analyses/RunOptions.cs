namespace CanaryJudge.Judging.Analyses;

/// <summary>How an analysis runs. All times in nanoseconds.</summary>
public sealed record RunOptions
{
    /// <summary>One second.</summary>
    public const long Second = 1_000_000_000;

    /// <summary>The width of a bucket of samples, and of interval data whose own width is not known.</summary>
    /// <value>More than 0. The default is one minute.</value>
    public long Bucket { get; init; } = 60 * Second;

    /// <summary>How late data may come after newer ones and still count.</summary>
    /// <value>At least 0. The default is ten seconds.</value>
    public long Lateness { get; init; } = 10 * Second;

    /// <summary>A PASS before this much time of data ends nothing.</summary>
    /// <value>At least 0, the default.</value>
    public long Minimum { get; init; }

    /// <summary>The analysis ends after this much time of data.</summary>
    /// <value>More than 0; null, the default: never.</value>
    public long? Maximum { get; init; }

    /// <summary>The only times to look, since the first data; the last one ends the analysis.</summary>
    /// <value>More than 0, rising; empty, the default: a look at every closed bucket.</value>
    public IReadOnlyList<long> PlannedLooks { get; init; } = [];

    /// <summary>When the analysis ends by itself.</summary>
    public StopRule StopRule { get; init; }

    /// <summary>Without a watcher for so long, a running analysis warns.</summary>
    /// <value>More than 0; null, the default: never.</value>
    public long? UnwatchedAfter { get; init; }

    /// <summary>The canary's expected share of the traffic of both arms, whatever the step.</summary>
    /// <value>Between 0 and 1; null, the default: what the policy says, else the steps' weights.</value>
    public double? CanaryShare { get; init; }

    /// <summary>How far the time of data may lie after the time at which they came.</summary>
    /// <value>At least 0. The default is 30 seconds.</value>
    public long ClockSkew { get; init; } = 30 * Second;
}
