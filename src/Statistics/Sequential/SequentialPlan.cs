using System.Runtime.CompilerServices;

namespace CanaryJudge.Statistics.Sequential;

/// <summary>What is fixed about one metric before its first look.</summary>
public sealed record SequentialPlan
{
    /// <summary>Which change is harm.</summary>
    public HarmSide Side { get; init; }

    /// <summary>Harm up to this is not worth failing.</summary>
    /// <value>The default is 5 %.</value>
    public HarmBound Tolerance { get; init; } = new(0.05, 0);

    /// <summary>Harm of this size must not be let through.</summary>
    /// <value>The default is 25 %.</value>
    public HarmBound Margin { get; init; } = new(0.25, 0);

    /// <summary>The metric's share of the error budget for failing: over all looks, both sides and all guards.</summary>
    /// <value>Above 0, at most 0.5; the default is 0.05.</value>
    public double Alpha { get; init; } = 0.05;

    /// <summary>How often a metric that is worse by its margin may be accepted over all looks; the ends of intervals err as often.</summary>
    /// <value>Above 0, at most 0.5; the default is 0.05.</value>
    public double Beta { get; init; } = 0.05;

    /// <summary>Events: per exposure (time or requests) rather than out of a total.</summary>
    public bool Poisson { get; init; }

    /// <summary>Events and samples: known to be independent, so that nothing is taken off for bursts or clusters.</summary>
    public bool Independent { get; init; }

    /// <summary>Events: the steps of the rollout, so that harm which begins at a late one is not hidden by the earlier ones.</summary>
    /// <value>At least 1, the default.</value>
    public int Steps { get; init; } = 1;

    /// <summary>Points: no decision rests on fewer common buckets.</summary>
    /// <value>At least 20; the default is 30.</value>
    public int FewestBuckets { get; init; } = 30;

    /// <summary>Points: the buckets after which the comparison ends, where that is known before; null: looks may go on for ever.</summary>
    public int? PlannedBuckets { get; init; }

    /// <summary>Points with a planned end: one look every so many buckets, the last at the end.</summary>
    /// <value>At least 1, the default.</value>
    public int LookEvery { get; init; } = 1;

    /// <summary>Points with a planned end: how the level is spent.</summary>
    public Spending Spending { get; init; }

    /// <summary>Points: the autocorrelation of the baseline's history, from <see cref="PairedSeries.HistoryPhi"/>; null without one.</summary>
    public double? HistoryPhi { get; init; }

    /// <summary>Samples and histograms: quantiles that can fail the metric, each above 0.5 and below 1; half of the level is theirs.
    /// Other data have no tails: there it must be empty.</summary>
    public IReadOnlyList<double> Guards { get; init; } = [];

    /// <summary>Samples and histograms: how many buckets make one stratum: ten minutes' worth.</summary>
    /// <value>At least 1; the default is 10, for buckets of a minute.</value>
    public int StratumBuckets { get; init; } = 10;

    internal IEnumerable<HarmSide> Sides => Side == HarmSide.Either ? [HarmSide.Increase, HarmSide.Decrease] : [Side];

    /// <summary>The level of the primary measure on one side.</summary>
    internal double PrimaryAlpha => Alpha / (Guards.Count > 0 ? 2 : 1) / (Side == HarmSide.Either ? 2 : 1);

    /// <summary>The level of one guard on one side.</summary>
    internal double GuardAlpha => Alpha / 2 / Guards.Count / (Side == HarmSide.Either ? 2 : 1);

    internal void RequireNoGuards()
    {
        Require();
        if (Guards.Count > 0)
        {
            throw new InvalidOperationException("This test has no tails to guard: leave the guards of its plan empty.");
        }
    }

    internal void Require()
    {
        Tolerance.Require(nameof(Tolerance));
        Margin.Require(nameof(Margin));
        Levels.RequireEnd(Alpha, nameof(Alpha));
        Levels.RequireEnd(Beta, nameof(Beta));
        RequireAtLeast(1, Steps);
        RequireAtLeast(20, FewestBuckets);
        RequireAtLeast(1, LookEvery);
        RequireAtLeast(1, StratumBuckets);
        RequireAtLeast(FewestBuckets, PlannedBuckets ?? FewestBuckets, nameof(PlannedBuckets));
        Levels.RequireShare(HistoryPhi ?? 0, nameof(HistoryPhi));
        foreach (var q in Guards)
        {
            Levels.RequireUpperQuantile(q, nameof(Guards));
        }

        if (Side != HarmSide.Increase)
        {
            // A fall by all of the baseline or more cannot be tolerated.
            Levels.RequireBelowOne(Tolerance.Relative, nameof(Tolerance));
        }
    }

    private static void RequireAtLeast(int least, int value, [CallerArgumentExpression(nameof(value))] string parameterName = "") =>
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, parameterName);
}
