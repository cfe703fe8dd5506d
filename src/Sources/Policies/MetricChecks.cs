using CanaryJudge.Judging.Config;
using CanaryJudge.Sources.Policies.Shapes;

namespace CanaryJudge.Sources.Policies;

/// <summary>What no single key can say of a metric: keys that contradict each other.</summary>
internal static class MetricChecks
{
    /// <summary>Notes all contradictions.</summary>
    public static void Run(MetricPolicy metric, ReadMap map, string path, ProblemList problems)
    {
        foreach (var (key, message) in AllowanceChecks.Errors(metric, map).Concat(KindChecks.Errors(metric)).Concat(Guards(metric)))
        {
            problems.Error(map.PlaceOf(key), $"{path}.{key}", message);
        }

        foreach (var (key, message) in AllowanceChecks.Warnings(metric))
        {
            problems.Warn(map.PlaceOf(key), $"{path}.{key}", message);
        }
    }

    private static IEnumerable<(string Key, string Message)> Guards(MetricPolicy metric)
    {
        var twice = (metric.Guards ?? []).GroupBy(g => g.Q).FirstOrDefault(g => g.Skip(1).Any());
        if (twice is not null)
        {
            yield return ("guards", $"the guard {twice.First()} is given twice.");
        }
    }
}
