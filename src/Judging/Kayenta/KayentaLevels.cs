namespace CanaryJudge.Judging.Kayenta;

/// <summary>What Kayenta's classifier takes beside the metric, with what its judge always gives it.</summary>
public sealed record KayentaLevels
{
    /// <summary>The share of the estimate that a bound must exceed.</summary>
    /// <value>The default is 0.25.</value>
    public double Tolerance { get; init; } = 0.25;

    /// <summary>The normal quantile of the confidence level.</summary>
    /// <value>The default is that of 0.98.</value>
    public double Quantile { get; init; } = 2.326347874040841;

    /// <summary>What reasons call the canary.</summary>
    public string CanaryLabel { get; init; } = "Canary";

    /// <summary>What reasons call the baseline.</summary>
    public string BaselineLabel { get; init; } = "Baseline";
}
