using CanaryJudge.Judging.Anomalies;
using CanaryJudge.Judging.Combining;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Health;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Statistics.TwoSample;

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
        var lines = policy.Compatibility == Compatibility.Kayenta ? KayentaExplanation.Lines(policy) : Lines(policy);
        return string.Concat(lines.Select(l => glyphs.Plain(l) + "\n"));
    }

    private static List<string> Lines(Policy policy)
    {
        var metrics = policy.Metrics ?? [];
        var total = metrics.Where(m => !m.Muted).Sum(m => m.Critical ? 3.0 : 1) + (policy.Joint.Mode == JointMode.Guard ? ErrorBudget.JointWeight : 0);
        string[][] rows = [["metric", "kind", "harm", "tolerance", "margin"], .. metrics.Select(Row)];
        var widths = Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(r => r[c].Length)).ToArray();
        var lines = new List<string>
        {
            $"{(policy.Name.Length > 0 ? policy.Name : "This policy")} fails an unchanged release in at most {Numbers.Share(policy.Alpha)} of runs, over all",
            $"metrics, and passes a metric that is worse by its margin in at most {Numbers.Share(policy.Beta)}.",
            "",
        };
        for (var i = 0; i < rows.Length; i++)
        {
            lines.Add(string.Join("  ", rows[i].Select((cell, c) => cell.PadRight(widths[c]))).TrimEnd());
            if (i > 0)
            {
                lines.Add("    " + Levels(metrics[i - 1], policy, total));
                if (TwoSampleTests.All.TryFind(metrics[i - 1].Method, out var test))
                {
                    lines.Add($"    tested by {test.Name}: {test.Question}");
                }
            }
        }

        lines.Add("");
        lines.AddRange(Notes(policy, metrics));
        lines.AddRange(Checks(policy, metrics, total));
        return lines;
    }

    private static string[] Row(MetricPolicy metric)
    {
        var plan = Plan(metric);
        return
        [
            metric.Name + (metric.Critical ? " !" : "") + (metric.Muted ? " (muted)" : ""),
            metric.Kind ?? "by data",
            plan.Direction switch { Direction.Increase => "rises", Direction.Decrease => "falls", _ => "changes" },
            Size(plan.Tolerance, plan),
            Size(plan.Margin, plan),
        ];
    }

    /// <summary><c>fails at 1 in 80 (p90, p99: 1 in 160); PASS needs about 1,000 requests</c>.</summary>
    private static string Levels(MetricPolicy metric, Policy policy, double total)
    {
        var plan = Plan(metric);
        var guards = metric.Guards ?? (metric.Kind is { } kind && MetricKinds.All.TryFind(kind, out var found) ? found.DefaultGuards : []);
        var level = policy.Alpha * plan.BudgetWeight / (metric.Muted ? total + plan.BudgetWeight : total);
        var tails = guards.SelectMany(g => TailGuards.Tails(plan.Direction, g.Q)).Select(t => new Measure.Quantile(t.Q)).ToArray();
        var part = tails.Length == 0 ? level : level / 2;
        var guarded = tails.Length == 0 ? "" : $" ({string.Join<Measure>(", ", tails)}: {Chance(part / tails.Length)})";
        var needs = TypicalNeeds.Of(plan, guards, policy.Beta) is { } n ? $"; PASS needs about {Numbers.Count(Numbers.Needed(n))} {Noun(metric)}" : "";
        return $"fails at {Chance(part)}{guarded}{needs}";
    }

    private static MetricPlan Plan(MetricPolicy metric) => MetricPlan.For(metric, metric.Kind ?? "samples", ceiling: null);

    private static string Noun(MetricPolicy metric) => metric.Kind switch { "points" => "points", "count" => "events", null => "values", _ => "requests" };

    private static string Chance(double level) => $"1 in {Numbers.OneInText(Numbers.OneIn(level))}";

    private static string Size(Allowance allowance, MetricPlan plan)
    {
        var absolute = allowance.Absolute is not { } a ? ""
            : plan.Kind == "ratio" ? Numbers.Points(a).TrimStart('+')
            : plan.Unit == "%" ? Numbers.Points(a / 100).TrimStart('+')
            : Numbers.Value(a, plan.Unit);
        return string.Join(" or ", new[] { allowance.Relative is { } r ? Numbers.Share(r) : "", absolute }.Where(s => s.Length > 0));
    }

    /// <summary>What is looked at besides each metric.</summary>
    private static IEnumerable<string> Checks(Policy policy, IReadOnlyList<MetricPolicy> metrics, double total)
    {
        yield return "Checked as well: holes, repeats, clocks, intervals and times of the arms, a";
        yield return "baseline that moves, exporters that hang; since when a metric is worse.";
        if (policy.Health.Count > 0)
        {
            yield return $"A PASS is withheld on {string.Join(", ", HealthChecks.All.Where(c => policy.Health.Contains(c.Value)).Select(c => c.Key))}.";
        }

        var together = metrics.Count(m => !m.Muted && (m.Kind is null || JointCheck.TakesPart(m.Kind)));
        if (policy.Joint.Mode != JointMode.Off && together > 1)
        {
            var meaning = policy.Joint.Mode == JointMode.Guard ? $"a FAIL at {Chance(policy.Alpha * ErrorBudget.JointWeight / total)}" : "told at 1 in 100";
            yield return $"Together ({policy.Joint.Method}): {Numbers.Count(together)} metrics that may fall out of step, {meaning}.";
        }
    }

    private static IEnumerable<string> Notes(Policy policy, IReadOnlyList<MetricPolicy> metrics)
    {
        if (metrics.Any(m => m.Critical))
        {
            yield return "! critical: its FAIL fails the judgement in every policy; it owns three shares.";
        }

        if (policy.Score is { } score)
        {
            yield return $"Decided by score: PASS from {Numbers.Count(score.Pass)}, INCONCLUSIVE from {Numbers.Count(score.Marginal)}.";
        }

        yield return "Fails at: the chance, if nothing changed, below which harm counts as proven;";
        yield return "it must exceed the tolerance as well. PASS needs: canary values, with as many";
        yield return "in the baseline, for half of all unchanged runs; noise is taken as 50% for";
        yield return "requests, 30% with autocorrelation 0.5 for points, ratios as 1%. What your";
        yield return "own data need, judge says.";
    }
}
