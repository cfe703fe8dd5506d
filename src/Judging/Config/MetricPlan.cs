namespace CanaryJudge.Judging.Config;

/// <summary>How one metric will be judged: the policy with every default filled in.</summary>
public sealed record MetricPlan
{
    private static readonly Allowance ValueTolerance = new(0.05, null), ValueMargin = new(0.25, null);
    private static readonly Allowance ShareTolerance = new(0.05, 0.001), ShareMargin = new(0.25, 0.005);
    private static readonly Allowance CountMargin = new(1, null);

    /// <summary>What the user wrote.</summary>
    public required MetricPolicy Policy { get; init; }

    /// <summary>The kind's name.</summary>
    public required string Kind { get; init; }

    /// <summary>Which way is worse.</summary>
    public required Direction Direction { get; init; }

    /// <summary>The primary effect.</summary>
    public required Measure Measure { get; init; }

    /// <summary>Harm up to this is not worth failing.</summary>
    public required Allowance Tolerance { get; init; }

    /// <summary>Harm of this size must not be let through.</summary>
    public required Allowance Margin { get; init; }

    /// <summary>The unit; empty when unknown.</summary>
    public required string Unit { get; init; }

    /// <summary>The ceiling of a share that is judged by its complement (1 or 100); null: judged as it is.</summary>
    public double? Ceiling { get; init; }

    /// <summary>The metric's name.</summary>
    public string Name => Policy.Name;

    /// <summary>Shares of the error budget: three when critical.</summary>
    public double BudgetWeight => Policy.Critical ? 3 : 1;

    /// <summary>Fills in what the policy leaves open.</summary>
    /// <param name="policy">What the user wrote.</param>
    /// <param name="kind">The kind that judges the metric.</param>
    /// <param name="ceiling">1 or 100 when the values are shares below that ceiling; null when they are not known to be.</param>
    public static MetricPlan For(MetricPolicy policy, string kind, double? ceiling)
    {
        var direction = policy.Direction ?? NameHints.Harm(policy.Name);
        var unit = policy.Unit ?? NameHints.Unit(policy.Name);
        var complement = kind == "points" && direction == Direction.Decrease && ceiling is not null && NameHints.IsNearCeiling(policy.Name);
        var isShare = complement || (kind == "ratio" && direction != Direction.Decrease);
        var pointsUnit = kind == "ratio" ? 1 : ceiling ?? (unit == "%" ? 100 : 1);

        var margin = InUnit(policy.Margin, pointsUnit) ?? (isShare ? InUnit(ShareMargin with { InPoints = true }, pointsUnit)! : kind == "count" ? CountMargin : ValueMargin);
        var tolerance = InUnit(policy.Tolerance, pointsUnit) ?? DefaultTolerance(margin, isShare ? InUnit(ShareTolerance with { InPoints = true }, pointsUnit)! : ValueTolerance);

        return new()
        {
            Policy = policy,
            Kind = kind,
            Direction = direction,
            Measure = policy.Measure ?? (kind is "ratio" or "count" ? new Measure.Rate() : TestMethods.MeasureOf(policy.Method) ?? new Measure.Shift()),
            Tolerance = tolerance,
            Margin = margin,
            Unit = unit,
            Ceiling = complement ? ceiling : null,
        };
    }

    /// <summary>An unset tolerance has the margin's parts, each at most half of the margin's.</summary>
    private static Allowance DefaultTolerance(Allowance margin, Allowance usual) => new(
        margin.Relative is { } relative ? Math.Min(usual.Relative ?? 0.05, relative / 2) : null,
        margin.Absolute is { } absolute ? Math.Min(usual.Absolute ?? (absolute / 5), absolute / 2) : null);

    private static Allowance? InUnit(Allowance? written, double pointsUnit) =>
        written is { InPoints: true, Absolute: { } share } ? new(written.Relative, share * pointsUnit) : written;
}
