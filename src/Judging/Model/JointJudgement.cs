namespace CanaryJudge.Judging.Model;

/// <summary>Whether all metrics together are unlike the baseline.</summary>
public sealed record JointJudgement
{
    /// <summary>The detector's name.</summary>
    public required string Method { get; init; }

    /// <summary>Whether it can fail the judgement.</summary>
    public bool Guard { get; init; }

    /// <summary>Why it was not run; empty when it was.</summary>
    public string Skipped { get; init; } = "";

    /// <summary>The chance of rows so strange if nothing changed; null when it was not run.</summary>
    public double? PValue { get; init; }

    /// <summary>The level that it is held against: its share of the budget as a guard, else 1%.</summary>
    public double? Alpha { get; init; }

    /// <summary>Whether the p-value reached that level.</summary>
    public bool Found { get; init; }

    /// <summary>Baseline rows that were learned from.</summary>
    public int TrainRows { get; init; }

    /// <summary>Baseline rows that calibrate.</summary>
    public int CalibrationRows { get; init; }

    /// <summary>Canary rows.</summary>
    public int CanaryRows { get; init; }

    /// <summary>Rows of both arms in which a metric had no value.</summary>
    public int DroppedRows { get; init; }

    /// <summary>How far the covariance was drawn to independence, in [0, 1]; null where the method does not.</summary>
    public double? Shrinkage { get; init; }

    /// <summary>Each metric's part, the largest first; empty when nothing was found.</summary>
    public IReadOnlyList<JointContribution> Contributions { get; init; } = [];

    /// <summary>The strangest canary rows, at most five; empty when nothing was found.</summary>
    public IReadOnlyList<JointPoint> Points { get; init; } = [];

    /// <summary>One sentence; empty when nothing was found.</summary>
    public string Text { get; init; } = "";
}

/// <summary>A metric's part in a joint anomaly.</summary>
/// <param name="Metric">The metric; a histogram takes part by its p50 and p99.</param>
/// <param name="Share">Of the total of the positive parts; negative parts are less than nothing.</param>
public sealed record JointContribution(string Metric, double Share);

/// <summary>A canary row that is unlike the baseline's.</summary>
/// <param name="Time">When; null without times.</param>
/// <param name="PValue">Conformal, in (0, 1].</param>
public sealed record JointPoint(DateTimeOffset? Time, double PValue);
