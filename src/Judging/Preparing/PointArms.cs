using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Preparing;

/// <summary>Both arms of a metric of interval points, on one clock.</summary>
/// <param name="Baseline">The baseline's values by interval.</param>
/// <param name="Canary">The canary's values by interval.</param>
/// <param name="Width">The width of an interval, in nanoseconds.</param>
/// <param name="Warnings">What was dropped, filled or averaged.</param>
/// <param name="Obstacle">Why the arms cannot be used; null when they can.</param>
internal sealed record PointArms(Grid Baseline, Grid Canary, long Width, IReadOnlyList<Warning> Warnings, Obstacle? Obstacle)
{
    /// <summary>More than this share of the intervals missing is worth a warning.</summary>
    private const double MissingShare = 0.2;

    /// <summary>Where interval 0 begins, in Unix nanoseconds.</summary>
    public long Origin { get; init; }

    /// <summary>When the values were taken; null without any.</summary>
    public (long From, long To)? Window { get; init; }

    /// <summary>When the canary's values were taken; null without any.</summary>
    public (long From, long To)? CanaryWindow { get; init; }

    /// <summary>Both arms by what is lacking to a ceiling.</summary>
    public PointArms Lacking(double ceiling) => this with
    {
        Baseline = Baseline with { Values = [.. Baseline.Values.Select(v => ceiling - v)] },
        Canary = Canary with { Values = [.. Canary.Values.Select(v => ceiling - v)] },
    };

    /// <summary>Sorts, drops, puts both arms on the intervals of the coarser one.</summary>
    public static PointArms Prepare(MetricPlan plan, SeriesData.Points? baseline, SeriesData.Points? canary)
    {
        var fill = plan.Policy.Missing == Missing.Zero;
        var (bRows, bTimes, bValues) = Clean(plan, Arm.Baseline, baseline, fill);
        var (cRows, cTimes, cValues) = Clean(plan, Arm.Canary, canary, fill);
        var warnings = new List<Warning>([.. bRows.Warnings, .. cRows.Warnings]);
        if (plan.Policy.Outliers == Config.Outliers.Remove)
        {
            var (lowest, highest) = OutlierFence.Of(bValues, cValues);
            var (ofBaseline, ofCanary) = (bValues.Length, cValues.Length);
            (bTimes, bValues) = Inside(bTimes, bValues, lowest, highest);
            (cTimes, cValues) = Inside(cTimes, cValues, lowest, highest);
            OutlierShares.Add((ofBaseline, bValues.Length), (ofCanary, cValues.Length), warnings);
        }

        long bWidth = Interval(baseline, bTimes), cWidth = Interval(canary, cTimes);
        var width = Math.Max(1, Math.Max(bWidth, cWidth));
        if (bWidth > 0 && cWidth > 0 && width > 1.5 * Math.Min(bWidth, cWidth))
        {
            warnings.Add(new(
                WarningCode.DifferentIntervals,
                $"The arms have different intervals, {Reports.Numbers.Duration(TimeSpan.FromTicks(bWidth / 100))} and {Reports.Numbers.Duration(TimeSpan.FromTicks(cWidth / 100))}: the finer one was averaged over the coarser."));
        }

        // Half an interval before the first point, so that jitter around the full minute does not move points to the neighbour.
        var first = Math.Min(bTimes.Length > 0 ? bTimes[0] : long.MaxValue, cTimes.Length > 0 ? cTimes[0] : long.MaxValue);
        var origin = first == long.MaxValue ? 0 : first - (width / 2);
        Grid b = Grid.Means(bTimes, bValues, origin, width), c = Grid.Means(cTimes, cValues, origin, width);
        if (fill && b.Buckets.Length + c.Buckets.Length > 0)
        {
            int before = b.Buckets.Length + c.Buckets.Length;
            (b, c) = (b.ZeroWhereOnly(c), c.ZeroWhereOnly(b));
            Rows.Add(warnings, Arm.Canary, c.Buckets.Length + b.Buckets.Length - before, WarningCode.MissingFilled, "missing in one arm", "taken as 0, as the policy asks");
        }

        AddMissing(warnings, b, c);
        var obstacle = Rows.Conflict(bRows, cRows) ?? Obstacles.Empty(b.Values.Length, c.Values.Length);
        return new(b, c, width, warnings, obstacle)
        {
            Origin = origin,
            Window = Times.Both(Times.Window(bTimes), Times.Window(cTimes)),
            CanaryWindow = Times.Window(cTimes),
        };
    }

    /// <summary>The width of an interval: what the series says, else the usual gap of its rows. Rows without a usable value count: the source was asked then too.</summary>
    private static long Interval(SeriesData.Points? data, long[] kept)
    {
        if (data?.Interval is { } interval)
        {
            return interval.Ticks * 100;
        }

        if (data is null || data.At.Length == kept.Length || data.At.Length == 0)
        {
            return Times.UsualGap(kept);
        }

        long[] all = [.. data.At.Distinct().Order()];
        return Times.UsualGap(all);
    }

    private static (Rows Rows, long[] Times, double[] Values) Clean(MetricPlan plan, Arm arm, SeriesData.Points? data, bool fill)
    {
        if (data is null)
        {
            return (new Rows([], [], null), [], []);
        }

        if (plan.Policy.Warmup == TimeSpan.Zero && data.At.Length > 0 && Rows.AreUsable(data.At, data.Values))
        {
            return (new Rows([], [], null), data.At, data.Values);
        }

        double Value(int i) => fill && double.IsNaN(data.Values[i]) ? 0 : data.Values[i];
        var rows = Rows.Of(arm, data, plan.Policy.Warmup, Value, (i, j) => Value(i).Equals(Value(j)));

        // Points without times are taken one nanosecond apart: only their order matters then.
        return (rows, Array.ConvertAll(rows.Keep, i => data.At.Length > 0 ? data.At[i] : i), Array.ConvertAll(rows.Keep, Value));
    }

    private static (long[] Times, double[] Values) Inside(long[] times, double[] values, double lowest, double highest)
    {
        var keep = Enumerable.Range(0, values.Length).Where(i => values[i] >= lowest && values[i] <= highest).ToArray();
        return ([.. keep.Select(i => times[i])], [.. keep.Select(i => values[i])]);
    }

    private static void AddMissing(List<Warning> warnings, Grid b, Grid c)
    {
        if (b.Buckets.Length == 0 || c.Buckets.Length == 0)
        {
            return;
        }

        long from = Math.Max(b.Buckets[0], c.Buckets[0]), to = Math.Min(b.Buckets[^1], c.Buckets[^1]);
        double expected = (double)to - from + 1;
        Add(Arm.Baseline, b);
        Add(Arm.Canary, c);

        void Add(Arm arm, Grid grid)
        {
            var missing = expected - grid.CountIn(from, to);
            if (expected > 0 && missing / expected > MissingShare)
            {
                warnings.Add(new(WarningCode.MissingData, $"{Rows.Word(arm)}: {missing:N0} of {expected:N0} intervals have no value."));
            }
        }
    }
}
