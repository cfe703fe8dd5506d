using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Inspecting;

/// <summary>Health and anomalies of data, with no policy's rules and no verdict.</summary>
/// <param name="Metrics">One per metric, by name.</param>
/// <param name="Joint">All metrics together; null with one arm, and with fewer than two metrics that take part.</param>
/// <param name="Warnings">What whoever read the data noticed.</param>
public sealed record Inspection(IReadOnlyList<MetricInspection> Metrics, JointJudgement? Joint, IReadOnlyList<Warning> Warnings);

/// <summary>What one metric's data look like.</summary>
public sealed record MetricInspection
{
    /// <summary>The metric's name.</summary>
    public required string Name { get; init; }

    /// <summary>The kind that the data are.</summary>
    public required string Kind { get; init; }

    /// <summary>The unit; empty when unknown.</summary>
    public string Unit { get; init; } = "";

    /// <summary>One or two arms, the baseline first.</summary>
    public required IReadOnlyList<ArmInspection> Arms { get; init; }

    /// <summary>Where and what is odd in the canary beside the baseline; empty with one arm.</summary>
    public IReadOnlyList<Anomaly> Anomalies { get; init; } = [];

    /// <summary>What speaks against comparing the arms, or against the data.</summary>
    public IReadOnlyList<Warning> Warnings { get; init; } = [];

    /// <summary>The change that this much data would show in four of five runs, at 5%: a share of the baseline (0.08 is 8%); null: not known.</summary>
    public double? SmallestSeen { get; init; }
}

/// <summary>What one arm of a metric looks like over time.</summary>
public sealed record ArmInspection
{
    /// <summary>The arm.</summary>
    public required Arm Arm { get; init; }

    /// <summary>How many values.</summary>
    public int Count { get; init; }

    /// <summary>When they begin; null without times.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>When they end; null without times.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The median, in the metric's unit.</summary>
    public double? Median { get; init; }

    /// <summary>The robust standard deviation, in the metric's unit.</summary>
    public double? Scale { get; init; }

    /// <summary>The autocorrelation of neighbouring values, in [-1, 1]; null with fewer than 16.</summary>
    public double? LagOne { get; init; }

    /// <summary>Independent values that these are worth in a mean; null with fewer than 16.</summary>
    public double? EffectiveCount { get; init; }

    /// <summary>Changes of the level.</summary>
    public IReadOnlyList<InspectedChange> Changes { get; init; } = [];

    /// <summary>Whether the series wanders, so that changes have no sharp time.</summary>
    public bool Drift { get; init; }

    /// <summary>The strangest values, at most three: of the canary by the baseline, of a baseline by itself.</summary>
    public IReadOnlyList<InspectedPoint> Strangest { get; init; } = [];

    /// <summary>Medians of equal stretches of the arms' common time; NaN where a stretch has no value.</summary>
    public IReadOnlyList<double> Shape { get; init; } = [];

    /// <summary>The stretch in which each change begins, in the order of the changes.</summary>
    public IReadOnlyList<int> Marks { get; init; } = [];
}

/// <summary>A change of an arm's level.</summary>
/// <param name="Time">The time of the first value after it; null without times.</param>
/// <param name="Index">The position of that value, from 0.</param>
/// <param name="Z">The standardised Mann-Whitney statistic of the stretches next to it.</param>
/// <param name="Before">The median before, in the metric's unit.</param>
/// <param name="After">The median after, in the metric's unit.</param>
public sealed record InspectedChange(DateTimeOffset? Time, int Index, double Z, double Before, double After);

/// <summary>A strange value.</summary>
/// <param name="Time">When; null without times.</param>
/// <param name="Value">The value, in the metric's unit.</param>
/// <param name="Z">Robust z; infinite where the reference is constant.</param>
/// <param name="PValue">Conformal, of a canary value by the baseline; null of a baseline's own.</param>
public sealed record InspectedPoint(DateTimeOffset? Time, double Value, double Z, double? PValue);
