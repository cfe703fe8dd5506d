using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kinds;

namespace CanaryJudge.Judging.Reports;

/// <summary>How a policy will be judged, before there are data: what harm is, what fails a metric, what a PASS needs.</summary>
public static class PolicyExplanation
{
    /// <summary>Writes the table of metrics and what holds for all of them.</summary>
    /// <param name="policy">A policy that names its metrics.</param>
    /// <param name="style">What is known of the reader.</param>
    /// <returns>Lines, each ended by a line feed.</returns>
    public static string Render(Policy policy, ReportStyle style)
    {
        var glyphs = Glyphs.Of(style);
        var metrics = policy.Metrics ?? [];
        var total = metrics.Where(m => !m.Muted).Sum(m => m.Critical ? 3.0 : 1);
        string[][] rows =
        [
            ["metric", "kind", "harm", "guards", "tolerance", "margin", "fails at", "PASS needs about"],
            .. metrics.Select(m => Row(m, policy, total)),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(r => r[c].Length)).ToArray();
        var lines = new List<string>
        {
            $"{(policy.Name.Length > 0 ? policy.Name : "This policy")} fails an unchanged release in at most {Numbers.Share(policy.Alpha)} of runs, over all metrics,",
            $"and passes a metric that is worse by its margin in at most {Numbers.Share(policy.Beta)}.",
            "",
        };
        lines.AddRange(rows.Select(r => string.Join("  ", r.Select((cell, c) => cell.PadRight(widths[c]))).TrimEnd()));
        lines.Add("");
        lines.AddRange(Notes(policy, metrics));
        return string.Concat(lines.Select(l => glyphs.Plain(l) + "\n"));
    }

    private static string[] Row(MetricPolicy metric, Policy policy, double total)
    {
        var plan = MetricPlan.For(metric, metric.Kind ?? "samples", ceiling: null);
        var guards = metric.Guards ?? (metric.Kind is { } kind && MetricKinds.All.TryFind(kind, out var found) ? found.DefaultGuards : []);
        var level = policy.Alpha * plan.BudgetWeight / (metric.Muted ? total + plan.BudgetWeight : total);
        var part = guards.Count == 0 ? level : level / 2;
        string[] levels = guards.Count == 0 ? [Chance(part)] : [Chance(part), Chance(part / guards.Count)];
        return
        [
            metric.Name + (metric.Critical ? " !" : "") + (metric.Muted ? " (muted)" : ""),
            metric.Kind ?? "by data",
            plan.Direction switch { Direction.Increase => "rises", Direction.Decrease => "falls", _ => "changes" },
            string.Join(", ", guards),
            Size(plan.Tolerance, plan),
            Size(plan.Margin, plan),
            string.Join(", ", levels.Distinct(StringComparer.Ordinal)),
            Needs(metric, plan, guards, policy.Beta),
        ];
    }

    private static string Chance(double level) => $"1 in {Numbers.OneInText(Numbers.OneIn(level))}";

    private static string Size(Allowance allowance, MetricPlan plan)
    {
        var absolute = allowance.Absolute is not { } a ? ""
            : plan.Kind == "ratio" ? Numbers.Points(a).TrimStart('+')
            : plan.Unit == "%" ? Numbers.Points(a / 100).TrimStart('+')
            : Numbers.Value(a, plan.Unit);
        return string.Join(" or ", new[] { allowance.Relative is { } r ? Numbers.Share(r) : "", absolute }.Where(s => s.Length > 0));
    }

    /// <summary>Typical noise stands in for data that are not there yet; the notes say which.</summary>
    private static string Needs(MetricPolicy metric, MetricPlan plan, IReadOnlyList<Measure.Quantile> guards, double beta)
    {
        var needs = TypicalNeeds.Of(plan, guards, beta);
        return needs is { } n ? $"{Numbers.Count(Numbers.Needed(n))} {(metric.Kind switch { "points" => "points", "count" => "events", _ => "requests" })}" : "";
    }

    private static IEnumerable<string> Notes(Policy policy, IReadOnlyList<MetricPolicy> metrics)
    {
        if (metrics.Any(m => m.Critical))
        {
            yield return "! critical: its FAIL fails the judgement in every policy, and it owns three shares.";
        }

        if (policy.Score is { } score)
        {
            yield return $"Decided by score: PASS from {Numbers.Count(score.Pass)}, INCONCLUSIVE from {Numbers.Count(score.Marginal)}.";
        }

        yield return "\"Fails at\": the chance, if nothing changed, below which harm counts as proven; the";
        yield return "second number is a guard's. It must exceed the tolerance as well.";
        yield return "\"PASS needs\": canary values with as many in the baseline, if nothing changed; noise";
        yield return "of values taken as 50% (requests) and 30% with autocorrelation 0.5 (points), ratios";
        yield return "at 1%. Half of all runs need less; judge says what yours need.";
    }
}
