namespace CanaryJudge.Rollouts.Reading;

/// <summary><c>canary</c>: the list of a Kubernetes rollout. A weight opens a step, pauses belong to the step before them.</summary>
internal static class CanaryForm
{
    public static PlanForm Read(MapReader root, StepDefaults defaults)
    {
        if (root.Map("canary") is not { } map)
        {
            return new([]);
        }

        var gate = map.Word("gate", Gate.Judge, Gate.Time) ?? defaults.Gate;
        if (!defaults.HasJudge && gate == Gate.Judge)
        {
            map.Complain("gate", "waits for a judge, but judge is none. Use time.");
        }

        var steps = new List<RolloutStep>();
        var list = map.Maps("steps");
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i].Has("setWeight"))
            {
                SetWeight(list[i], steps, new() { Min = 0, Max = defaults.MaxFor(0), Traffic = defaults.Traffic, Gate = gate }, isLast: i == list.Count - 1);
            }
            else if (list[i].Has("pause"))
            {
                Pause(list[i], steps, defaults, gate);
            }
            else
            {
                map.Problems.Add(new(list[i].Path, "is no setWeight and no pause; other steps of a Kubernetes rollout are not known here."));
            }
        }

        if (!map.Has("steps") || (list.Count > 0 && steps.Count == 0 && map.Problems.Count == 0))
        {
            map.Complain("steps", "need a setWeight below 100.");
        }

        map.Finish();
        return new(steps);
    }

    private static void SetWeight(MapReader map, List<RolloutStep> steps, RolloutStep like, bool isLast)
    {
        var weight = map.Weight("setWeight");
        map.Finish();
        if (weight is not { } to || (to == Weight.Full && isLast))
        {
            return;
        }

        if (steps.Count > 0 && to < steps[^1].Weight)
        {
            map.Complain("setWeight", $"falls from {steps[^1].Weight} to {to}; weights must not fall.");
        }

        steps.Add(like with { Weight = to });
    }

    private static void Pause(MapReader map, List<RolloutStep> steps, StepDefaults defaults, Gate gate)
    {
        var pause = map.Map("pause");
        map.Finish();
        if (pause is null)
        {
            return;
        }

        var duration = pause.Duration("duration");
        pause.Finish();
        if (steps.Count == 0)
        {
            map.Complain("pause", "stands before the first setWeight; begin with a weight.");
            return;
        }

        var last = steps[^1];
        if (last.Gate is Gate.Approval or Gate.JudgeThenApproval)
        {
            last = last with { Min = 0, Max = defaults.MaxFor(0), Gate = gate };
            steps.Add(last);
        }

        var min = last.Min + (duration ?? 0);
        steps[^1] = last with
        {
            Min = min,
            Max = defaults.MaxFor(min),
            Gate = pause.Has("duration") ? last.Gate : gate == Gate.Judge ? Gate.JudgeThenApproval : Gate.Approval,
        };
    }
}
