namespace CanaryJudge.Rollouts.Tests.Chaos;

/// <summary>A target that answers late, not at all, wrongly or twice, and that others change as well.</summary>
/// <param name="random">The chance, from a seed.</param>
/// <param name="late">The longest time after which a call still lands, in seconds.</param>
internal sealed class SimulatedTarget(Random random, long late)
{
    private readonly List<(long At, Weight Weight)> _landing = [];

    public Weight Observed { get; private set; }

    /// <summary>Whether everything goes wrong that can; else it is an honest target.</summary>
    public bool Wild { get; set; } = true;

    /// <summary>Whether a call that was sent may still change the weight to another than this.</summary>
    public bool CanStillBecomeOtherThan(Weight weight, long now) => _landing.Exists(l => l.At > now && l.Weight != weight);

    public void Pass(long now)
    {
        foreach (var (at, weight) in _landing.Where(l => l.At <= now).OrderBy(l => l.At).ToList())
        {
            Observed = weight;
        }

        _landing.RemoveAll(l => l.At <= now);
    }

    /// <summary>Somebody else.</summary>
    public void Change(Weight weight) => Observed = weight;

    /// <summary>A call to set; null: its answer never comes, but the runner's time-out does.</summary>
    public (long After, AnswerKind Is, Weight? Found) Set(Weight weight, long now)
    {
        if (!Wild)
        {
            Observed = weight;
            return (1, AnswerKind.Applied, weight);
        }

        switch (random.Next(12))
        {
            case 0:
                return (random.Next(1, 11), AnswerKind.Unknown, null);
            case 1:
                Land(weight, now);
                return (10, AnswerKind.Unknown, null);
            case 2:
                Land(weight, now);
                return (1, AnswerKind.Pending, null);
            case 3:
                return (1, AnswerKind.Rejected, null);
            case 4:
                return (1, AnswerKind.Conflict, Observed);
            case 5:
                // A lie: nothing was done.
                return (1, AnswerKind.Applied, weight);
            default:
                Observed = weight;
                return (1, AnswerKind.Applied, weight);
        }
    }

    public (long After, AnswerKind Is) Read() => Wild && random.Next(5) == 0 ? (random.Next(1, 11), AnswerKind.Unknown) : (random.Next(1, 3), AnswerKind.Weight);

    private void Land(Weight weight, long now) => _landing.Add((now + random.NextInt64(1, late), weight));
}
