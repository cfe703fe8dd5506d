using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Combining;

/// <summary>The one order in which metrics are listed: fail, inconclusive, pass, muted; inside, the worst first, then by name.</summary>
internal static class ReportOrder
{
    /// <summary>In order, whatever order they came in.</summary>
    public static IReadOnlyList<MetricJudgement> Of(IEnumerable<MetricJudgement> metrics) =>
    [
        .. metrics.OrderBy(m => m.Muted ? 3 : m.Verdict switch { Verdict.Fail => 0, Verdict.Inconclusive => 1, _ => 2 })
            .ThenByDescending(Worse)
            .ThenBy(m => m.Name, StringComparer.Ordinal),
    ];

    private static double Worse(MetricJudgement metric)
    {
        if (metric.Decisive is not { } effect)
        {
            // Nothing was measured: that is worth seeing before what merely needs more data.
            return double.PositiveInfinity;
        }

        var harm = Harm.Of(metric.Direction, metric.Tolerance, metric.Margin, effect);
        return harm.Margin > 0 ? harm.Estimate / harm.Margin : harm.Estimate;
    }
}
