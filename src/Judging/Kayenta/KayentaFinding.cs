namespace CanaryJudge.Judging.Kayenta;

/// <summary>What Kayenta's classifier says of two prepared arms.</summary>
/// <param name="Class">The classification.</param>
/// <param name="Reason">Kayenta's words; null without any.</param>
/// <param name="Ratio">The ratio of the means, 1 where no test was made, NaN when a mean is 0; null on Error.</param>
/// <param name="Critical">Whether this fails the judgement.</param>
public sealed record KayentaFinding(KayentaClass Class, string? Reason, double? Ratio, bool Critical)
{
    /// <summary>The interval that the classification rests on; null where no test was made.</summary>
    public ShiftInterval? Interval { get; init; }

    /// <summary>The known flaws of Kayenta that this classification may rest on.</summary>
    public IReadOnlyList<KayentaWarning> Warnings { get; init; } = [];
}
