namespace CanaryJudge.Rollouts.Reading;

/// <summary><c>ab</c>: one weight for a fixed time.</summary>
internal static class ComparisonForm
{
    public static PlanForm Read(MapReader root, StepDefaults defaults)
    {
        if (root.Map("ab") is not { } map)
        {
            return new([]);
        }

        var weight = map.Weight("weight") ?? new(5000);
        var time = map.Duration("for", least: 1);
        if (!map.Has("for"))
        {
            map.Complain("for", "is missing: how long the arms are compared, as 14d.");
        }

        var end = map.Word<PlanEnd>("end") ?? PlanEnd.Verdict;
        if (end == PlanEnd.Verdict && !defaults.HasJudge)
        {
            map.Complain("end", "is the verdict's, but judge is none. Use zero, promote or keep.");
        }

        map.Finish();
        return new([new() { Weight = weight, Min = time ?? 1, Max = time ?? 1, Traffic = defaults.Traffic, Gate = Gate.Time }], End: end);
    }
}
