namespace CanaryJudge.Rollouts.Reading;

/// <summary><c>ramp</c>: weights by a rule, linear, exponential or by evidence.</summary>
internal static class RampForm
{
    public static PlanForm Read(MapReader root, StepDefaults defaults)
    {
        if (root.Map("ramp") is not { } map)
        {
            return new([]);
        }

        var kind = map.Word("kind", "linear", "exponential", "evidence");
        if (!map.Has("kind"))
        {
            map.Complain("kind", "is missing: linear, exponential or evidence.");
        }

        var form = kind switch
        {
            "linear" => Fixed(map, defaults, new(1000), ByShare(map)),
            "exponential" => Fixed(map, defaults, new(100), ByFactor(map)),
            "evidence" => Evidence(map, defaults),
            _ => new([]),
        };
        if (kind is not null)
        {
            map.Finish();
        }

        return form;
    }

    private static Func<Weight, long> ByShare(MapReader map)
    {
        var by = map.Weight("by") ?? new(1000);
        if (by == Weight.Zero)
        {
            map.Complain("by", "is 0%; the ramp would never end. Use 10%.");
        }

        return w => w.BasisPoints + Math.Max(by.BasisPoints, 1);
    }

    private static Func<Weight, long> ByFactor(MapReader map)
    {
        var factor = map.Factor("factor", above: 1, most: 100) ?? 200;
        return w => Math.Max((long)w.BasisPoints * factor / 100, w.BasisPoints + 1);
    }

    private static PlanForm Fixed(MapReader map, StepDefaults defaults, Weight start, Func<Weight, long> next)
    {
        var (from, to) = Range(map, start);
        var every = map.Duration("every");
        var like = defaults.Step(map, from);
        var min = every ?? like.Min;
        if (every is not null && map.Has("min"))
        {
            map.Complain("min", "says the same as every; keep one of them.");
        }

        if (map.Has("max") && like.Max < min)
        {
            map.Complain("max", $"is below the {DurationText.Write(min)} of every.");
        }

        like = like with { Min = min, Max = map.Has("max") ? like.Max : defaults.MaxFor(min) };
        var steps = new List<RolloutStep>();
        for (var weight = from; ; weight = new((int)Math.Min(next(weight), to.BasisPoints)))
        {
            steps.Add(like with { Weight = weight });
            if (weight >= to)
            {
                return new(steps);
            }
        }
    }

    private static PlanForm Evidence(MapReader map, StepDefaults defaults)
    {
        if (!defaults.HasJudge)
        {
            map.Complain("kind", "evidence needs a judge, but judge is none. Use linear or exponential.");
        }

        var usual = new EvidenceRamp();
        var (from, to) = Range(map, usual.Start);
        var min = map.Duration("min") ?? defaults.Min ?? usual.Min;
        var max = map.Duration("max", least: 1);
        if (max < min)
        {
            map.Complain("max", $"is below the min of {DurationText.Write(min)}.");
        }

        var ramp = new EvidenceRamp
        {
            Start = from,
            To = to,
            Pace = map.Duration("pace", least: 1) ?? usual.Pace,
            MinGrowth = map.Factor("minGrowth", above: 1, most: 100) ?? usual.MinGrowth,
            MaxGrowth = map.Factor("maxGrowth", above: 1, most: 100) ?? usual.MaxGrowth,
            Min = min,
            Max = max ?? defaults.MaxFor(min),
            Traffic = map.Count("traffic") ?? defaults.Traffic,
        };
        if (ramp.MaxGrowth < ramp.MinGrowth)
        {
            map.Complain("maxGrowth", "is below minGrowth.");
        }

        return new([new() { Weight = from, Min = ramp.Min, Max = ramp.Max, Traffic = ramp.Traffic }], ramp);
    }

    private static (Weight From, Weight To) Range(MapReader map, Weight start)
    {
        var (from, to) = (map.Weight("from") ?? start, map.Weight("to") ?? new(5000));
        if (to < from)
        {
            map.Complain("to", $"is {to}, below from, which is {from}.");
        }

        return (from, to);
    }
}
