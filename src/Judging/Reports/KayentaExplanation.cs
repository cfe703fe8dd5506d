using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kayenta;

namespace CanaryJudge.Judging.Reports;

/// <summary>How a policy will be judged by Kayenta's rules, before there are data.</summary>
internal static class KayentaExplanation
{
    /// <summary>The table of metrics and what holds for all of them.</summary>
    /// <param name="policy">A policy that asks for Kayenta's rules.</param>
    /// <returns>Lines.</returns>
    public static IEnumerable<string> Lines(Policy policy)
    {
        var config = PolicyConfig.Of(policy, policy.Metrics ?? []);
        var score = policy.Score ?? PolicyConfig.DefaultThresholds;
        yield return $"{(policy.Name.Length > 0 ? policy.Name : "This policy")} is judged by Kayenta's rules, known flaws included:";
        yield return $"PASS from a score of {Numbers.Value(score.Pass)}, INCONCLUSIVE from {Numbers.Value(score.Marginal)} (Marginal), else FAIL.";
        yield return "";
        string[][] rows = [["metric", "fails when it", "needs", "groups"], .. config.Metrics.Select(Row)];
        var widths = Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(r => Cells.Width(r[c]))).ToArray();
        foreach (var row in rows)
        {
            yield return string.Join("  ", row.Select((cell, c) => Cells.PadRight(cell, widths[c]))).TrimEnd();
        }

        yield return "";
        foreach (var note in Notes(config))
        {
            yield return note;
        }
    }

    private static string[] Row(KayentaMetric metric) =>
    [
        metric.Name + (metric.Critical ? " !" : "") + (metric.Muted ? " (muted)" : ""),
        metric.Direction switch { Direction.Increase => "rises", Direction.Decrease => "falls", _ => "changes" },
        Needs(metric),
        string.Join(", ", metric.Groups ?? []),
    ];

    private static string Needs(KayentaMetric metric)
    {
        var effect = metric.Effect;
        var limits = metric.Direction switch
        {
            Direction.Increase => $">= {Numbers.Value(effect.AllowedIncrease)}",
            Direction.Decrease => $"<= {Numbers.Value(effect.AllowedDecrease)}",
            _ => $">= {Numbers.Value(effect.AllowedIncrease)} or <= {Numbers.Value(effect.AllowedDecrease)}",
        };
        return $"{(effect.UsesCles ? "cles" : "ratio")} {limits}";
    }

    private static IEnumerable<string> Notes(KayentaConfig config)
    {
        if (config.GroupWeights.Count > 0)
        {
            yield return $"Groups weigh: {string.Join(", ", config.GroupWeights.OrderBy(w => w.Key, StringComparer.Ordinal).Select(w => $"{w.Key} {Numbers.Value(w.Value)}%"))}.";
        }

        if (Named(config, m => m.Critical) is { Length: > 0 })
        {
            yield return "! critical: High, Low or missing data of it fails the run, whatever the score.";
        }

        foreach (var (what, names) in new[]
        {
            ("Missing data counts against its groups", Named(config, m => m.MustHaveData && !m.Critical)),
            ("NaN becomes 0", Named(config, m => m.ReplacesNan)),
            ("Outliers are dropped", Named(config, m => m.RemovesOutliers)),
        })
        {
            if (names.Length > 0)
            {
                yield return $"{what}: {names}.";
            }
        }

        yield return "A metric fails when a 98% interval of its shift clears a quarter of the shift";
        yield return "and the effect is large enough, each metric on its own: no error rate is";
        yield return "promised for the run.";
    }

    private static string Named(KayentaConfig config, Func<KayentaMetric, bool> which) => string.Join(", ", config.Metrics.Where(which).Select(m => m.Name));
}
