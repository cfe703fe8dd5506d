namespace CanaryJudge.Judging.Planning;

/// <summary>What a metric's data are thought to look like, before a release has any.</summary>
public sealed record Assumption
{
    /// <summary>The standard deviation of the logarithms of one arm's values, or of the two arms' log ratio of points divided by the root of 2; at least 0.</summary>
    /// <value>The default is 0.5.</value>
    public double Noise { get; init; } = 0.5;

    /// <summary>The autocorrelation of neighbouring points, from 0 to 0.95.</summary>
    /// <value>The default is 0.5.</value>
    public double Correlation { get; init; } = 0.5;

    /// <summary>Events of all events, or per exposure; above 0.</summary>
    /// <value>The default is 1%.</value>
    public double Rate { get; init; } = 0.01;

    /// <summary>The typical value, for margins that are absolute; null: not known.</summary>
    public double? Level { get; init; }

    /// <summary>Values, requests or exposure a minute in both arms together; null: not known.</summary>
    public double? PerMinute { get; init; }

    /// <summary>The width of an interval of points.</summary>
    /// <value>The default is one minute.</value>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether it was learned from data; else it is typical.</summary>
    public bool IsLearned { get; init; }

    /// <summary>What is typical of a kind of metric.</summary>
    /// <param name="kind">The kind.</param>
    public static Assumption Typical(string kind) => new() { Noise = kind == "points" ? 0.3 : 0.5 };
}
