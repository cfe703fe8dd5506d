namespace CanaryJudge.Judging.Kayenta;

/// <summary>Says when a classification rests on where within its tolerance Kayenta's root finder stopped.</summary>
/// <remarks>
/// The exact roots are where the statistic, a falling step function, jumps over 0 or lies at it. They are sought only when shifting
/// Kayenta's numbers by more than the tolerance changes the classification, so almost never.
/// </remarks>
internal static class RootSensitivity
{
    private const double Reach = 2 * BrentRoot.Tolerance;

    public static KayentaWarning? Warning(RankStatistic statistic, ShiftInterval found, KayentaLevels levels, Func<ShiftInterval, KayentaClass> classify)
    {
        var own = classify(found);
        Stretch lower = Near(found.Lower), upper = Near(found.Upper), estimate = Near(found.Estimate);

        // The estimate may be any point of a flat stretch, but no farther out than the bounds.
        if (IsSure(new(Math.Min(lower.Low, estimate.Low), Math.Max(upper.High, estimate.High))))
        {
            return null;
        }

        // Infinite values leave no exact interval to compare with.
        if (!double.IsFinite(statistic.LargestShift - statistic.SmallestShift))
        {
            return null;
        }

        if (statistic.At(found.Estimate) == 0)
        {
            estimate = ExactRoot.Of(statistic, 0)[0];
        }

        if (IsSure(estimate))
        {
            return null;
        }

        var exactly = ExactRoot.Of(statistic, levels.Quantile, -levels.Quantile, 0);
        (lower, upper, estimate) = (exactly[0], exactly[1], exactly[2]);
        if (IsSure(estimate))
        {
            return null;
        }

        var exact = classify(new(lower.Middle, upper.Middle, estimate.Middle));
        var instead = exact == own ? $"in its middle also {own}, but not at its ends" : $"{exact} instead of {own}";
        return new(
            KayentaFlaw.RootTolerance,
            $"Kayenta's interval is only good to {BrentRoot.Tolerance} in the metric's unit, and this classification rests on that: the exact interval, {lower.Middle:G6} to {upper.Middle:G6} around {estimate.Middle:G6}, gives {instead}.");

        bool IsSure(Stretch around) => IsSettled(own, lower, upper, around, classify);
    }

    private static Stretch Near(double root) => new(root - Reach, root + Reach);

    /// <summary>High and Low each depend on one bound and on the size of the estimate, and in one direction: the corners tell all.</summary>
    private static bool IsSettled(KayentaClass own, Stretch lower, Stretch upper, Stretch estimate, Func<ShiftInterval, KayentaClass> classify)
    {
        var smallest = estimate.Low <= 0 && estimate.High >= 0 ? 0 : Math.Min(Math.Abs(estimate.Low), Math.Abs(estimate.High));
        var largest = Math.Max(Math.Abs(estimate.Low), Math.Abs(estimate.High));
        return own == classify(new(lower.Low, upper.High, largest))
            && own == classify(new(lower.High, upper.High, smallest))
            && own == classify(new(lower.Low, upper.Low, smallest));
    }
}
