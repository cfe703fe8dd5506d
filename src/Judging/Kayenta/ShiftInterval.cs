namespace CanaryJudge.Judging.Kayenta;

/// <summary>How far the canary is shifted against the baseline, as Kayenta finds it: to within 1e-4, see <see cref="BrentRoot"/>.</summary>
/// <param name="Lower">The lower bound, in the metric's unit.</param>
/// <param name="Upper">The upper bound.</param>
/// <param name="Estimate">The shift; not always between the bounds.</param>
public readonly record struct ShiftInterval(double Lower, double Upper, double Estimate)
{
    /// <summary>Inverts the rank sum.</summary>
    /// <param name="statistic">The arms.</param>
    /// <param name="quantile">The normal quantile of the confidence level: 2.326347874040841 for 0.98.</param>
    /// <returns>Null where Kayenta throws.</returns>
    public static ShiftInterval? Of(RankStatistic statistic, double quantile)
    {
        double low = statistic.SmallestShift, high = statistic.LargestShift;
        double atLow = statistic.At(low), atHigh = statistic.At(high);
        var interval = new ShiftInterval(Bound(quantile), Bound(-quantile), Root(0));
        return double.IsNaN(interval.Lower + interval.Upper + interval.Estimate) ? null : interval;

        double Bound(double q) => atLow - q <= 0 ? low : atHigh - q >= 0 ? high : Root(q);

        double Root(double q) => BrentRoot.Find(shift => statistic.At(shift) - q, low, atLow - q, high, atHigh - q);
    }
}
