namespace CanaryJudge.Rollouts.Reading;

/// <summary>What a step has that says nothing else.</summary>
internal sealed record StepDefaults(long? Min, long? Max, long Traffic, Gate Gate, bool HasJudge)
{
    private const long UsualMin = 300;
    private const long UsualMax = 3600;

    public static StepDefaults Read(MapReader root, bool hasJudge)
    {
        var usual = new StepDefaults(null, null, 0, hasJudge ? Gate.Judge : Gate.Time, hasJudge);
        if (root.Map("defaults") is not { } map)
        {
            return usual;
        }

        var read = new StepDefaults(map.Duration("min"), map.Duration("max", least: 1), map.Count("traffic") ?? 0, usual.ReadGate(map) ?? usual.Gate, hasJudge);
        map.Finish();
        return read;
    }

    /// <summary>A step: its keys over these defaults.</summary>
    /// <param name="map">The keys <c>min</c>, <c>max</c>, <c>traffic</c>, <c>gate</c>.</param>
    /// <param name="weight">Its weight.</param>
    /// <param name="gate">Its gate without one of its own; null: the default.</param>
    public RolloutStep Step(MapReader map, Weight weight, Gate? gate = null)
    {
        var min = map.Duration("min") ?? Min ?? UsualMin;
        var max = map.Duration("max", least: 1);
        if (max < min)
        {
            map.Complain("max", $"is {DurationText.Write(max.Value)}, below the min of {DurationText.Write(min)}; a step stays at least its min.");
        }

        return new() { Weight = weight, Min = min, Max = max ?? MaxFor(min), Traffic = map.Count("traffic") ?? Traffic, Gate = ReadGate(map) ?? gate ?? Gate };
    }

    /// <summary>The largest stay of a step that names none: time for four minima.</summary>
    public long MaxFor(long min) => Math.Max(Max ?? UsualMax, 4 * min);

    private Gate? ReadGate(MapReader map)
    {
        var gate = map.Word<Gate>("gate");
        if (!HasJudge && gate is Gate.Judge or Gate.JudgeThenApproval)
        {
            map.Complain("gate", "waits for a judge, but judge is none. Use time or approval.");
        }

        return gate;
    }
}
