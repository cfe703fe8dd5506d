using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Sequential;
using CanaryJudge.Statistics.Stratified;

namespace CanaryJudge.Judging.Stratifying;

/// <summary>Events within strata: given each stratum's events, how many fell to the canary; the change standardised to the canary's mix.</summary>
internal sealed class EventsWithin(EventMethods methods) : IWithin<EventArms>
{
    /// <inheritdoc />
    public string Enough => methods.Enough;

    /// <inheritdoc />
    public EventArms Prepare(MetricPlan plan, Stratum stratum) => EventArms.Prepare(plan, stratum.Baseline, stratum.Canary);

    /// <summary>Bursts are looked for over all strata, not in each.</summary>
    public IReadOnlyList<Warning> Warnings(EventArms arms) => [.. arms.Warnings.Where(w => w.Code is not (WarningCode.Bursts or WarningCode.DependenceUnknown))];

    /// <inheritdoc />
    public Obstacle? Conflict(EventArms arms) => arms.Obstacle?.Code == ReasonCode.ConflictingValues ? arms.Obstacle : null;

    /// <inheritdoc />
    public bool HasEnough(EventArms arms) => Math.Min(arms.BaselineTotal, arms.CanaryTotal) >= methods.FewestInArm;

    /// <inheritdoc />
    public WithinFinding Compare(MetricPlan plan, Finding pooled, IReadOnlyList<EventArms> strata, double endLevel, CancellationToken cancellation)
    {
        EventStratum[] events = [.. strata.Select(s => new EventStratum(s.BaselineEvents, s.BaselineTotal, s.CanaryEvents, s.CanaryTotal))];
        var warnings = new List<Warning>();
        var (divisor, score) = plan.Policy.Independent ? (1, 0) : Bursts(strata, warnings);
        cancellation.ThrowIfCancellationRequested();
        var (method, p) = Tested(plan.Direction, events, divisor, score);

        // Dividing events and totals alike widens the intervals as bursts widen the scatter; the estimates are the plain rates.
        EventStratum[] weakened = [.. events.Select(e => e.Over(divisor))];
        var difference = methods.Difference(weakened, endLevel);
        double canary = events.Sum(e => e.CanaryEvents) / events.Sum(e => e.CanaryTotal), baseline = Standardised(events);
        Interval? ratio = baseline > 0 ? methods.Ratio(weakened, endLevel) : null;
        var finding = pooled with { Primary = Measured.Of("rate", baseline, canary, difference, ratio, p, method), Warnings = warnings };
        return new(finding, methods.Residuals(events), divisor);
    }

    /// <summary>The rate that the baseline would have with the canary's mix of strata.</summary>
    private static double Standardised(EventStratum[] events) =>
        events.Sum(e => e.CanaryTotal * (e.BaselineEvents / e.BaselineTotal)) / events.Sum(e => e.CanaryTotal);

    private (string Method, double P) Tested(Direction direction, EventStratum[] events, double divisor, double score)
    {
        if (divisor > 1)
        {
            return ("stratified-burst-score", Harmful.PValue(direction, score, -score));
        }

        var (p, exact) = methods.PValue(events, Harmful.Alternative(direction));
        return (EventMethods.Named(methods.Test, exact), p);
    }

    /// <summary>The dispersion over all strata on one clock, and the standard score that it weakens.</summary>
    private static (double Divisor, double Score) Bursts(IReadOnlyList<EventArms> strata, List<Warning> warnings)
    {
        var width = Math.Max(1, strata.Max(s => Math.Max(Times.UsualGap(s.BaselineRows.At), Times.UsualGap(s.CanaryRows.At))));
        var origin = strata.Min(s => Math.Min(s.BaselineRows.At[0], s.CanaryRows.At[0])) - (width / 2);
        EventStratumBuckets[] buckets = [.. strata.Select(s => Buckets(s.BaselineRows, s.CanaryRows, origin, width))];
        if (buckets.Sum(b => b.Intervals.Length) < 2)
        {
            warnings.Add(Obstacles.DependenceUnknown);
            return (1, 0);
        }

        var (dispersion, divisor, _) = StratifiedDispersion.OneLook(buckets);
        if (divisor > 1)
        {
            warnings.Add(Obstacles.Bursts(dispersion));
        }

        double[] Each(Func<EventStratumBuckets, double[]> column) => [.. buckets.SelectMany(column)];
        return (divisor, ConditionalScore.Z(Each(b => b.BaselineEvents), Each(b => b.BaselineTotals), Each(b => b.CanaryEvents), Each(b => b.CanaryTotals), 1, divisor));
    }

    private static EventStratumBuckets Buckets(EventRows baseline, EventRows canary, long origin, long width)
    {
        var (intervals, eb, ec) = Grid.Pairs(Sums(baseline, baseline.Events), Sums(canary, canary.Events));
        var (_, tb, tc) = Grid.Pairs(Sums(baseline, baseline.Totals), Sums(canary, canary.Totals));
        return new(intervals, eb, tb, ec, tc);

        Grid Sums(EventRows rows, double[] values) => Grid.Sums(rows.At, values, origin, width);
    }
}
