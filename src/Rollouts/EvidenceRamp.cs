namespace CanaryJudge.Rollouts;

/// <summary>A ramp whose next weight depends on how fast the judge passed the last one.</summary>
/// <remarks>Integers throughout, so that every machine computes the same weight; the weight is journalled and never computed again.</remarks>
public sealed record EvidenceRamp
{
    /// <summary>The first weight.</summary>
    public Weight Start { get; init; } = new(100);

    /// <summary>The last weight before the end.</summary>
    public Weight To { get; init; } = new(5000);

    /// <summary>The stay in seconds after which the weight is kept as it would grow by nothing: PASS in half of it doubles.</summary>
    public long Pace { get; init; } = 600;

    /// <summary>The least growth in percent: 150 is one and a half times.</summary>
    public int MinGrowth { get; init; } = 150;

    /// <summary>The largest growth in percent: 400 is four times.</summary>
    public int MaxGrowth { get; init; } = 400;

    /// <summary>As <see cref="RolloutStep.Min"/>.</summary>
    public long Min { get; init; } = 60;

    /// <summary>As <see cref="RolloutStep.Max"/>.</summary>
    public long Max { get; init; } = 3600;

    /// <summary>As <see cref="RolloutStep.Traffic"/>.</summary>
    public long Traffic { get; init; }

    /// <summary>The weight after one that was passed.</summary>
    /// <param name="weight">The weight that was passed.</param>
    /// <param name="took">Seconds from the first sample that counts to the PASS.</param>
    /// <returns>Never above <see cref="To"/>; else at least one percent more.</returns>
    public Weight Next(Weight weight, long took)
    {
        var growth = Math.Clamp(100 * Pace / Math.Max(took, 1), MinGrowth, MaxGrowth);
        return new((int)Math.Min(To.BasisPoints, Math.Max(weight.BasisPoints * growth / 100, weight.BasisPoints + 100)));
    }
}
