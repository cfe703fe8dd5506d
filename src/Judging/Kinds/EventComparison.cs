using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Preparing;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Kinds;

/// <summary>What ratios and counts have in common: events of two arms, weakened when they come in bursts.</summary>
internal static class EventComparison
{
    /// <summary>Compares two arms of events.</summary>
    /// <param name="plan">How the metric is judged.</param>
    /// <param name="arms">The events.</param>
    /// <param name="values">How many values an arm has, from its events and its total.</param>
    /// <param name="exact">The test for independent events: its name and p-value.</param>
    /// <param name="difference">The interval of the rates' difference, at counts divided by the dispersion.</param>
    /// <param name="ratio">The interval of the rates' ratio, likewise; asked for only when the baseline has events.</param>
    /// <param name="needed">Canary values that would rule out the margin, for independent events; null: not known.</param>
    /// <param name="cancellation">Ends the work between its parts.</param>
    public static Finding Of(
        MetricPlan plan,
        EventArms arms,
        Func<double, double, double> values,
        Func<(string Method, double P)> exact,
        Func<double, Interval> difference,
        Func<double, Interval> ratio,
        Func<double?> needed,
        CancellationToken cancellation)
    {
        double eb = arms.BaselineEvents, nb = arms.BaselineTotal, ec = arms.CanaryEvents, nc = arms.CanaryTotal, d = arms.Divisor;
        var finding = new Finding
        {
            Plan = plan,
            Obstacle = arms.Obstacle,
            Baseline = Summaries.OfEvents(eb, nb, values(eb, nb)),
            Canary = Summaries.OfEvents(ec, nc, values(ec, nc)),
            Warnings = arms.Warnings,
            Window = arms.Window,
            Span = Times.Width(arms.CanaryWindow),
        };
        if (arms.Obstacle is not null)
        {
            return finding;
        }

        cancellation.ThrowIfCancellationRequested();
        var score = arms.Score / Math.Sqrt(d);
        var (method, p) = d > 1 ? ("burst-score", Harmful.PValue(plan.Direction, score, -score)) : exact();

        // Dividing events and totals alike widens the intervals as bursts widen the scatter; the estimates are the plain rates.
        double rateOfBaseline = eb / nb, rateOfCanary = ec / nc;
        var between = difference(d) with { Estimate = rateOfCanary - rateOfBaseline };
        Interval? times = eb > 0 ? ratio(d) with { Estimate = rateOfCanary / rateOfBaseline } : null;
        return finding with
        {
            Primary = Measured.Of("rate", rateOfBaseline, rateOfCanary, between, times, p, method),
            NeededForPass = needed() is { } n && double.IsFinite(n) ? n * d : null,
        };
    }
}
