using CanaryJudge.Statistics.Anomalies;

namespace CanaryJudge.Judging.Model;

/// <summary>Where and what is odd in a metric. It explains a verdict and never makes one.</summary>
public sealed record Anomaly
{
    /// <summary>What sort of finding it is.</summary>
    public required AnomalyKind Kind { get; init; }

    /// <summary>The arm in which it was found.</summary>
    public required Arm Arm { get; init; }

    /// <summary>When it begins; null without times.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>When it ends; null without times, and while it lasts to the end of the data.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Of a change its standardised Mann-Whitney statistic; of points the share that is far.</summary>
    public double? Statistic { get; init; }

    /// <summary>Of points the chance of so many; of a course the largest p-value of its bad stretches; null where none is valid.</summary>
    public double? PValue { get; init; }

    /// <summary>Cliff's delta, in [-1, 1], positive when values are larger after; of a course in the direction of harm.</summary>
    public double? Effect { get; init; }

    /// <summary>The median before, or the baseline's, in the metric's unit.</summary>
    public double? Before { get; init; }

    /// <summary>The median after, or of the bad stretch, in the metric's unit.</summary>
    public double? After { get; init; }

    /// <summary>The course's name; null for other kinds.</summary>
    public CourseName? Course { get; init; }

    /// <summary>Whether the series wanders, so that a change has no sharp time and is no proof of one.</summary>
    public bool Drift { get; init; }

    /// <summary>Of a course that healed within the first third, the warm-up that would leave the bad start out; null: none.</summary>
    public TimeSpan? Warmup { get; init; }

    /// <summary>The step of the weight that it began with or soon after; null: none, or nothing is known of steps.</summary>
    public AnomalyStep? Step { get; init; }

    /// <summary>Of points the strangest, at most five.</summary>
    public IReadOnlyList<AnomalyPoint> Points { get; init; } = [];

    /// <summary>One sentence; times in UTC.</summary>
    public string Text { get; init; } = "";
}

/// <summary>The step of the weight before something began.</summary>
/// <param name="WeightBasisPoints">The canary's share of the traffic from then on, from 0 to 10,000.</param>
/// <param name="After">How long after the step it began; zero: with it.</param>
public sealed record AnomalyStep(int WeightBasisPoints, TimeSpan After);

/// <summary>What sort of finding an anomaly is.</summary>
public enum AnomalyKind
{
    /// <summary>More canary values than chance gives are far from the baseline's.</summary>
    Points,

    /// <summary>The canary's level changed.</summary>
    Change,

    /// <summary>When the canary was worse than the baseline.</summary>
    Course,

    /// <summary>The baseline's own level changed.</summary>
    BaselineUnsteady,

    /// <summary>Both arms' levels changed at one time.</summary>
    SharedShift,
}

/// <summary>A value that is unlike the baseline's.</summary>
/// <param name="Time">When; null without times.</param>
/// <param name="Value">The value, in the metric's unit.</param>
/// <param name="Z">Robust z by the baseline; infinite where that is constant.</param>
/// <param name="PValue">Conformal, in (0, 1].</param>
public sealed record AnomalyPoint(DateTimeOffset? Time, double Value, double Z, double PValue);
