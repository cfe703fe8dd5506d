using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Judging.Kinds;

/// <summary>From a metric's policy and all its series to its finding: chooses the kind, joins strata, fills in the plan.</summary>
internal static class Comparison
{
    /// <summary>Compares the arms of one metric.</summary>
    public static Finding Of(MetricPolicy policy, IReadOnlyList<Series> series, double endLevel, CancellationToken cancellation)
    {
        var warnings = new List<Warning>();
        var baseline = Join(Arm.Baseline, out var baselineMixed);
        var canary = Join(Arm.Canary, out var canaryMixed);
        var name = policy.Kind ?? baseline?.Kind ?? canary?.Kind ?? "samples";
        var plan = MetricPlan.For(policy, name, Ceiling(baseline, canary));
        var kinds = new[] { baseline?.Kind, canary?.Kind }.OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        if (baselineMixed || canaryMixed || kinds.Length > 1 || (kinds.Length == 1 && kinds[0] != name))
        {
            return Blocked($"The data of {policy.Name} are {string.Join(" and ", kinds.DefaultIfEmpty("of several kinds"))}; the policy needs {name} in both arms, with the same buckets.");
        }

        if (!MetricKinds.All.TryFind(name, out var kind))
        {
            return Blocked($"Unknown kind '{name}'. Known: {string.Join(", ", MetricKinds.All.Names)}.");
        }

        var measure = plan.Measure is Measure.Quantile ? "quantile" : plan.Measure.ToString()!;
        if (!kind.Measures.Contains(measure, StringComparer.Ordinal))
        {
            return Blocked($"{policy.Name} is of kind {name}, which has no measure '{measure}'. Known: {string.Join(", ", kind.Measures)}.");
        }

        if (policy.Method != TestMethods.Auto && (name != "samples" || !TwoSampleTests.All.TryFind(policy.Method, out _)))
        {
            return Blocked($"{policy.Name}: method '{policy.Method}' cannot judge {name}. Known for samples: {string.Join(", ", TwoSampleTests.All.Names)}; other kinds: auto.");
        }

        if (TestMethods.Misfit(policy.Method, plan.Measure) is { } misfit)
        {
            return Blocked($"{policy.Name}: {misfit}");
        }

        var finding = kind.Compare(plan, baseline, canary, endLevel, cancellation);
        return finding with { Warnings = [.. warnings, .. finding.Warnings] };

        Finding Blocked(string message) => new() { Plan = plan, Obstacle = new(ReasonCode.NotComparable, message), Warnings = warnings };

        SeriesData? Join(Arm arm, out bool mixed)
        {
            var own = series.Where(s => s.Arm == arm).ToArray();
            if (own.Length > 1)
            {
                warnings.Add(new(WarningCode.StrataPooled, $"{Rows.Word(arm)}: {own.Length} series with different labels were pooled."));
            }

            return Strata.Join(own, out mixed);
        }
    }

    /// <summary>1 or 100 when all points lie between 0 and that; else null.</summary>
    private static double? Ceiling(SeriesData? baseline, SeriesData? canary)
    {
        double[] values = [.. Values(baseline), .. Values(canary)];
        return values.Length == 0 || values.Min() < 0 ? null : values.Max() <= 1 ? 1 : values.Max() <= 100 ? 100 : null;
    }

    private static IEnumerable<double> Values(SeriesData? data) => (data as SeriesData.Points)?.Values.Where(double.IsFinite) ?? [];
}
