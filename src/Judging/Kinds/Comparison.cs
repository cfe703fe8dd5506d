using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;
using CanaryJudge.Judging.Stratifying;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Judging.Kinds;

/// <summary>From a metric's policy and all its series to its finding: chooses the kind, splits strata, fills in the plan.</summary>
internal static class Comparison
{
    /// <summary>Compares the arms of one metric.</summary>
    public static Finding Of(MetricPolicy policy, IReadOnlyList<Series> series, double endLevel, CancellationToken cancellation)
    {
        var warnings = new List<Warning>();
        var shared = SharedBuckets.Of(series, warnings);
        var all = shared ?? [];
        var split = IsSplit(all) ? StrataSplit.Of(all) : null;
        if (split is not null)
        {
            warnings.AddRange(split.Warnings);
            warnings.AddRange(StrataNotes.LeftOut(split.OneArmed, "in one arm only", split.Noun));
        }

        var (mixed, single) = (split?.IsMixed ?? false, split?.Common is [var only] ? only : null);
        SeriesData? baseline = single?.Baseline ?? (split is null ? Join(Arm.Baseline) : null), canary = single?.Canary ?? (split is null ? Join(Arm.Canary) : null);
        var name = policy.Kind ?? all.OrderBy(s => s.Arm).Select(s => s.Data.Kind).FirstOrDefault() ?? (shared is null ? "histogram" : "samples");
        if (name == "samples" && all.Any(s => s.Data is SeriesData.Histograms { OfSamples: true }))
        {
            name = "histogram";
        }

        var plan = MetricPlan.For(policy, name, Ceiling(all.Select(s => s.Data)));
        var kinds = all.OrderBy(s => s.Arm).Select(s => s.Data.Kind).Distinct(StringComparer.Ordinal).ToArray();
        if (mixed || kinds.Length > 1 || (kinds.Length == 1 && kinds[0] != name))
        {
            return Blocked($"The data of {policy.Name} are {string.Join(" and ", kinds.DefaultIfEmpty("of several kinds"))}; the policy needs {name} in both arms, with the same buckets.");
        }

        if (shared is null)
        {
            return Blocked("The series have different bucket bounds and too few in common; record all with the same buckets.");
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

        if (split is { Common.Count: 0 })
        {
            return Blocked($"No {split.Noun} of {policy.Name} are in both arms, so there is nothing to compare. Record both arms in the same {split.Noun}, or leave that label out of the data.");
        }

        if (split is { Common.Count: > 1 } && policy.Method != TestMethods.Auto && !SamplesWithin.Methods.Contains(policy.Method, StringComparer.Ordinal))
        {
            return Blocked($"{policy.Name}: method '{policy.Method}' cannot compare within {split.Noun}. Known there: {string.Join(", ", SamplesWithin.Methods)}. Or leave that label out of the data.");
        }

        var finding = split is { Common.Count: > 1 }
            ? kind.CompareWithin(plan, split.Common, split.Noun, endLevel, cancellation)
            : kind.Compare(plan, baseline, canary, endLevel, cancellation);
        return finding with
        {
            Warnings = [.. warnings, .. finding.Warnings],
            BaselineData = baseline ?? Join(Arm.Baseline),
            CanaryData = canary ?? Join(Arm.Canary),
        };

        Finding Blocked(string message) => new() { Plan = plan, Obstacle = new(ReasonCode.NotComparable, message), Warnings = warnings };

        SeriesData? Join(Arm arm)
        {
            var joined = Strata.Join([.. all.Where(s => s.Arm == arm)], out var isMixed);
            mixed |= isMixed;
            return joined;
        }
    }

    /// <summary>Whether both arms have series and one has several: a single one each needs no stratum.</summary>
    private static bool IsSplit(IReadOnlyList<Series> series)
    {
        var baseline = series.Count(s => s.Arm == Arm.Baseline);
        return baseline > 0 && baseline < series.Count && series.Count > 2;
    }

    /// <summary>1 or 100 when all points lie between 0 and that; else null.</summary>
    internal static double? Ceiling(IEnumerable<SeriesData?> data)
    {
        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        foreach (var points in data.OfType<SeriesData.Points>())
        {
            foreach (var value in points.Values)
            {
                // Infinities and NaN say nothing about a ceiling.
                least = value < least && double.IsFinite(value) ? value : least;
                most = value > most && double.IsFinite(value) ? value : most;
            }
        }

        return least < 0 || least > most ? null : most <= 1 ? 1 : most <= 100 ? 100 : null;
    }
}
