using System.Text.Json.Nodes;

namespace CanaryJudge.Rollouts.Reading;

/// <summary><c>blueGreen</c>: judged at no traffic, switched at once, perhaps watched at all of it.</summary>
internal static class BlueGreenForm
{
    public static PlanForm Read(MapReader root, StepDefaults defaults)
    {
        if (root.Map("blueGreen") is not { } map)
        {
            return new([]);
        }

        var preview = map.Map("preview");
        List<RolloutStep> steps = [defaults.Step(preview ?? new(new JsonObject(), map.At("preview"), map.Problems), Weight.Zero)];
        preview?.Finish();
        if (map.Map("bake") is { } bake)
        {
            steps.Add(defaults.Step(bake, Weight.Full, Gate.Time));
            bake.Finish();
        }

        map.Finish();
        return new(steps);
    }
}
