using CanaryJudge.Judging.Config;

namespace CanaryJudge.Judging.Kayenta;

/// <summary>A metric of a canary config, with Kayenta's defaults.</summary>
/// <param name="Name">The name that pairs refer to.</param>
public sealed record KayentaMetric(string Name)
{
    /// <summary>The groups that it counts in; null when the config has none, which only a muted metric may.</summary>
    public IReadOnlyList<string>? Groups { get; init; } = [];

    /// <summary>Which differences count. The default is either.</summary>
    public Direction Direction { get; init; } = Direction.Either;

    /// <summary>Whether NaN becomes 0; else it is dropped, the default.</summary>
    public bool ReplacesNan { get; init; }

    /// <summary>Whether outliers are dropped. The default is to keep them.</summary>
    public bool RemovesOutliers { get; init; }

    /// <summary>How many interquartile ranges beyond the quartiles the fences stand.</summary>
    /// <value>Above 0 where outliers are dropped. The default is 3.</value>
    public double OutlierFactor { get; init; } = 3;

    /// <summary>Whether High, Low or missing data of this metric fails the judgement.</summary>
    public bool Critical { get; init; }

    /// <summary>Whether missing data counts against its groups.</summary>
    public bool MustHaveData { get; init; }

    /// <summary>Whether it is shown but counts nowhere.</summary>
    public bool Muted { get; init; }

    /// <summary>How large a difference must be.</summary>
    public KayentaEffect Effect { get; init; } = KayentaEffect.MeanRatio;

    /// <summary>Why Kayenta refuses to judge by these settings; null when it does not.</summary>
    public string? Problem => this switch
    {
        { Groups: null, Muted: false } => $"The metric '{Name}' has no groups; give it some, [] for none, or mute it.",
        { RemovesOutliers: true, OutlierFactor: <= 0 } => $"The outlierFactor of '{Name}' is {OutlierFactor}: requirement failed: factor must be greater than zero.",
        _ => null,
    };
}
