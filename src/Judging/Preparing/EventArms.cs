using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics.Sequential;

namespace CanaryJudge.Judging.Preparing;

/// <summary>Both arms of a metric of events: out of a total (ratio) or per exposure (count).</summary>
internal sealed record EventArms
{
    /// <summary>The rate of an exposure below it is out of range, as is a value.</summary>
    private const double SmallestTotal = 1e-100;

    /// <summary>The baseline's events.</summary>
    public double BaselineEvents { get; init; }

    /// <summary>The baseline's total or exposure.</summary>
    public double BaselineTotal { get; init; }

    /// <summary>The canary's events.</summary>
    public double CanaryEvents { get; init; }

    /// <summary>The canary's total or exposure.</summary>
    public double CanaryTotal { get; init; }

    /// <summary>By how much bursts weaken the evidence: 1 when events are independent.</summary>
    public double Divisor { get; init; } = 1;

    /// <summary>The standard score of "more in the canary", over the intervals that both arms have, before the divisor.</summary>
    public double Score { get; init; }

    /// <summary>The baseline's rows in order of time.</summary>
    public EventRows BaselineRows { get; init; } = EventRows.None;

    /// <summary>The canary's rows in order of time.</summary>
    public EventRows CanaryRows { get; init; } = EventRows.None;

    /// <summary>What was dropped, and bursts found.</summary>
    public IReadOnlyList<Warning> Warnings { get; init; } = [];

    /// <summary>Why the arms cannot be used; null when they can.</summary>
    public Obstacle? Obstacle { get; init; }

    /// <summary>When the values were taken; null without times.</summary>
    public (long From, long To)? Window { get; init; }

    /// <summary>When the canary's values were taken; null without times.</summary>
    public (long From, long To)? CanaryWindow { get; init; }

    /// <summary>Sorts, drops, adds up, and measures bursts over the intervals that both arms have.</summary>
    public static EventArms Prepare(MetricPlan plan, SeriesData? baseline, SeriesData? canary)
    {
        var b = Clean(plan, Arm.Baseline, baseline);
        var c = Clean(plan, Arm.Canary, canary);
        var warnings = new List<Warning>([.. b.Rows.Warnings, .. c.Rows.Warnings]);
        if (plan.Policy.Missing == Missing.Zero)
        {
            (b, c) = (FillFrom(b, c), FillFrom(c, b));
        }

        var arms = new EventArms
        {
            BaselineEvents = b.Events.Sum(),
            BaselineTotal = b.Totals.Sum(),
            CanaryEvents = c.Events.Sum(),
            CanaryTotal = c.Totals.Sum(),
            Window = Times.Both(Times.Window(b.At), Times.Window(c.At)),
            CanaryWindow = Times.Window(c.At),
            BaselineRows = new(b.At, b.Events, b.Totals),
            CanaryRows = new(c.At, c.Events, c.Totals),
        };
        var obstacle = Rows.Conflict(b.Rows, c.Rows) ?? Obstacles.Empty(arms.BaselineTotal, arms.CanaryTotal);
        if (obstacle is null)
        {
            arms = arms.WithBursts(plan, b, c, warnings);
        }

        return arms with { Obstacle = obstacle, Warnings = warnings };
    }

    private EventArms WithBursts(MetricPlan plan, Column b, Column c, List<Warning> warnings)
    {
        if (Times.Differ(Times.Window(b.At), Times.Window(c.At)))
        {
            warnings.Add(Obstacles.DifferentTimes);
        }

        if (plan.Policy.Independent)
        {
            return this;
        }

        var width = Math.Max(1, Math.Max(Times.UsualGap(b.At), Times.UsualGap(c.At)));
        var origin = Math.Min(b.At.Length > 0 ? b.At[0] : 0, c.At.Length > 0 ? c.At[0] : 0) - (width / 2);
        var (bEvents, cEvents) = Grid.Common(Sums(b.At, b.Events), Sums(c.At, c.Events));
        var (bTotals, cTotals) = Grid.Common(Sums(b.At, b.Totals), Sums(c.At, c.Totals));
        if (bEvents.Length < 2)
        {
            warnings.Add(Obstacles.DependenceUnknown);
            return this;
        }

        var (dispersion, divisor) = Dispersion.OneLook(bEvents, bTotals, cEvents, cTotals);
        if (divisor > 1)
        {
            warnings.Add(Obstacles.Bursts(dispersion));
        }

        return this with { Divisor = divisor, Score = ConditionalScore.Z(bEvents, bTotals, cEvents, cTotals, 1, 1) };

        Grid Sums(long[] times, double[] values) => Grid.Sums(times, values, origin, width);
    }

    private static Column FillFrom(Column own, Column other)
    {
        // An interval that only the other arm has: no events, at this arm's usual exposure.
        var usual = own.Totals.Length > 0 ? own.Totals.Average() : other.Totals.Length > 0 ? other.Totals.Average() : 0;
        var known = own.At.ToHashSet();
        var added = other.At.Where(t => !known.Contains(t)).ToArray();
        long[] times = [.. own.At, .. added];
        double[] events = [.. own.Events, .. new double[added.Length]], totals = [.. own.Totals, .. Enumerable.Repeat(usual, added.Length)];
        var order = Enumerable.Range(0, times.Length).OrderBy(i => times[i]).ToArray();
        return own with { At = [.. order.Select(i => times[i])], Events = [.. order.Select(i => events[i])], Totals = [.. order.Select(i => totals[i])] };
    }

    private static Column Clean(MetricPlan plan, Arm arm, SeriesData? data)
    {
        var (events, totals) = data switch
        {
            SeriesData.Ratios ratios => (ratios.Events, ratios.Totals),
            SeriesData.Counts counts => (counts.Events, counts.Exposures),
            _ => ([], []),
        };
        if (data is null)
        {
            return new(new Rows([], [], null), [], [], []);
        }

        var rows = Rows.Of(arm, data, plan.Policy.Warmup, i => totals[i] is > 0 and < SmallestTotal ? double.PositiveInfinity : events[i] + totals[i], (i, j) => events[i].Equals(events[j]) && totals[i].Equals(totals[j]));
        var times = data.Times.ToArray();
        return new(rows, [.. rows.Keep.Select(i => times.Length > 0 ? times[i] : i)], [.. rows.Keep.Select(i => events[i])], [.. rows.Keep.Select(i => totals[i])]);
    }

    private sealed record Column(Rows Rows, long[] At, double[] Events, double[] Totals);
}

/// <summary>One arm's events by time.</summary>
/// <param name="At">Unix nanoseconds, rising; the row's number where rows have no times.</param>
/// <param name="Events">One for each.</param>
/// <param name="Totals">One for each.</param>
internal sealed record EventRows(long[] At, double[] Events, double[] Totals)
{
    /// <summary>No rows.</summary>
    public static EventRows None { get; } = new([], [], []);
}
