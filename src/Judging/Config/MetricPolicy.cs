namespace CanaryJudge.Judging.Config;

/// <summary>What the user wrote about one metric. Null: not written, so the kind's default holds.</summary>
public sealed record MetricPolicy
{
    /// <summary>The metric's name, as in the data.</summary>
    public required string Name { get; init; }

    /// <summary>A name of <c>MetricKinds.All</c>; null: inferred from the data.</summary>
    public string? Kind { get; init; }

    /// <summary>Which way is worse; null: inferred from the name, else increase.</summary>
    public Direction? Direction { get; init; }

    /// <summary>The primary effect; null: the kind's.</summary>
    public Measure? Measure { get; init; }

    /// <summary>Quantile guards; null: the kind's; empty: none.</summary>
    public IReadOnlyList<Measure.Quantile>? Guards { get; init; }

    /// <summary>Harm up to this is not worth failing.</summary>
    public Allowance? Tolerance { get; init; }

    /// <summary>Harm of this size must not be let through.</summary>
    public Allowance? Margin { get; init; }

    /// <summary>Its FAIL fails the judgement in every policy, and it owns three shares of the error budget.</summary>
    public bool Critical { get; init; }

    /// <summary>Shown, but decides nothing.</summary>
    public bool Muted { get; init; }

    /// <summary>Weight in the score; positive, default 1.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>The group; empty: none.</summary>
    public string Group { get; init; } = "";

    /// <summary>The unit; null: read from the name.</summary>
    public string? Unit { get; init; }

    /// <summary>What no data means.</summary>
    public Missing Missing { get; init; } = Missing.Inconclusive;

    /// <summary>What to do with outliers.</summary>
    public Outliers Outliers { get; init; } = Outliers.Keep;

    /// <summary>Data of this first stretch are left out; zero: none.</summary>
    public TimeSpan Warmup { get; init; }

    /// <summary><c>auto</c> or the name of a test.</summary>
    public string Method { get; init; } = TestMethods.Auto;

    /// <summary>Counts and ratios: events are known to be independent.</summary>
    public bool Independent { get; init; }

    /// <summary>Samples: the label or column that holds the user or session key; null: none.</summary>
    public string? Cluster { get; init; }
}

/// <summary>What no data means for a metric.</summary>
public enum Missing
{
    /// <summary>It fails.</summary>
    Fail,

    /// <summary>It is inconclusive.</summary>
    Inconclusive,

    /// <summary>It passes.</summary>
    Pass,

    /// <summary>A missing value is a zero: an interval that only one arm has, an arm with no rows at all.</summary>
    Zero,
}

/// <summary>What to do with outliers.</summary>
public enum Outliers
{
    /// <summary>Keep them: ranks are robust, and an outlier may be the fault.</summary>
    Keep,

    /// <summary>Remove values further than three interquartile ranges outside the quartiles of both arms together.</summary>
    Remove,
}
