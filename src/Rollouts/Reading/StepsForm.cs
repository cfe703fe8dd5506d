namespace CanaryJudge.Rollouts.Reading;

/// <summary><c>steps</c>: weights one by one.</summary>
internal static class StepsForm
{
    public static PlanForm Read(MapReader root, StepDefaults defaults)
    {
        var steps = new List<RolloutStep>();
        foreach (var map in root.Maps("steps"))
        {
            var weight = map.Weight("weight");
            if (!map.Has("weight"))
            {
                map.Complain("weight", "is missing: percent of the traffic, as 5%.");
            }

            if (steps.Count > 0 && weight < steps[^1].Weight)
            {
                map.Complain("weight", $"falls from {steps[^1].Weight} to {weight}; weights must not fall. Write them in rising order.");
            }

            steps.Add(defaults.Step(map, weight ?? steps.LastOrDefault()?.Weight ?? Weight.Zero));
            map.Finish();
        }

        return new(steps);
    }
}
