namespace CanaryJudge.Judging.Model;

/// <summary>What one arm's values look like. Null: cannot be computed.</summary>
public sealed record ArmSummary
{
    /// <summary>Values used (requests, for ratios the total; events for counts).</summary>
    public required double Count { get; init; }

    /// <summary>Events, of ratios and counts.</summary>
    public double? Events { get; init; }

    /// <summary>Independent values that these are worth, when they are dependent.</summary>
    public double? EffectiveCount { get; init; }

    /// <summary>The mean; for ratios and counts the rate.</summary>
    public double? Mean { get; init; }

    /// <summary>The median.</summary>
    public double? Median { get; init; }

    /// <summary>The standard deviation (n − 1).</summary>
    public double? StandardDeviation { get; init; }

    /// <summary>The smallest value.</summary>
    public double? Min { get; init; }

    /// <summary>The largest value.</summary>
    public double? Max { get; init; }

    /// <summary>Quantiles by probability (0.5, 0.9, 0.95, 0.99), linear between order statistics.</summary>
    public IReadOnlyList<KeyValuePair<double, double>> Quantiles { get; init; } = [];
}
