namespace CanaryJudge.Judging.Kayenta;

/// <summary>How large a difference must be, beside being significant.</summary>
/// <param name="UsesCles">The measure: the common language effect size (in [0, 1]; 0.5 is no shift), else the ratio of the means.</param>
/// <param name="AllowedIncrease">High needs an effect of at least this.</param>
/// <param name="AllowedDecrease">Low needs an effect of at most this.</param>
/// <param name="CriticalIncrease">A critical High needs an effect of at least this, too.</param>
/// <param name="CriticalDecrease">A critical Low needs an effect of at most this, too.</param>
public sealed record KayentaEffect(bool UsesCles, double AllowedIncrease, double AllowedDecrease, double CriticalIncrease, double CriticalDecrease)
{
    /// <summary>The ratio of the means, all thresholds at 1.</summary>
    public static KayentaEffect MeanRatio { get; } = new(false, 1, 1, 1, 1);

    /// <summary>The common language effect size, all thresholds at 0.5.</summary>
    public static KayentaEffect Cles { get; } = new(true, 0.5, 0.5, 0.5, 0.5);
}
