using CanaryJudge.Judging.Config;
using CanaryJudge.Sources.Policies.Shapes;

namespace CanaryJudge.Sources.Policies;

/// <summary>What no single key can say of a policy.</summary>
internal static class PolicyChecks
{
    /// <summary>Names of metrics must differ; Kayenta's rules have no use for some keys.</summary>
    public static void Run(Policy policy, ReadMap map, string path, ProblemList problems)
    {
        if (policy.Compatibility == Compatibility.Kayenta)
        {
            KayentaChecks.Run(policy, map.Map, problems);
        }

        if (policy.Joint.Mode == JointMode.Guard && policy.Metrics is { } named && named.Where(m => !m.Muted).Sum(m => m.Kind switch { "histogram" => 2, null or "points" or "ratio" => 1, _ => 0 }) < 2)
        {
            // A single histogram takes part by two of its quantiles.
            problems.Warn(map.PlaceOf("joint"), "joint", "the joint guard needs at least two metrics of kind points, ratio or histogram that are not muted, or one histogram; here it has nothing to look at.");
        }

        if (map.Map.Find("metrics")?.Value is not ListNode metrics)
        {
            return;
        }

        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < metrics.Items.Count; i++)
        {
            if ((metrics.Items[i] as MapNode)?.Find("name")?.Value is ScalarNode { Sort: ScalarSort.Text } name
                && !first.TryAdd(name.Text, name.Place.Line))
            {
                problems.Error(name.Place, $"metrics[{i}].name", $"metric {name.Shown} is given twice, first on line {first[name.Text]}.");
            }
        }
    }
}
