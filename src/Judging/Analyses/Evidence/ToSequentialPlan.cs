using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Statistics.Sequential;

namespace CanaryJudge.Judging.Analyses.Evidence;

/// <summary>What a policy means for the sequential tests.</summary>
internal static class ToSequentialPlan
{
    private const int FewestPlanned = 20;
    private static readonly long Stratum = TimeSpan.FromMinutes(10).Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>Starts the evidence of a metric.</summary>
    /// <param name="plan">How it is judged.</param>
    /// <param name="watched">Its share of the error budget, and when it is looked at.</param>
    /// <param name="width">The width of its buckets, nanoseconds.</param>
    public static ISequentialRun Start(MetricPlan plan, MetricWatchPlan watched, long width)
    {
        var name = plan.Kind switch
        {
            "ratio" or "count" => "count-mixture",
            "points" => "paired-series",
            _ => "stratified-ranks",
        };
        return SequentialTests.All.TryFind(name, out var test)
            ? test.Start(Of(plan, watched, width))
            : throw new InvalidOperationException($"There is no sequential test '{name}'.");
    }

    private static SequentialPlan Of(MetricPlan plan, MetricWatchPlan watched, long width)
    {
        var planned = Planned(watched.PlannedLooks, width);
        return new()
        {
            // What is lacking to the ceiling is worse when it grows.
            Side = plan.Ceiling is not null ? HarmSide.Increase : plan.Direction switch
            {
                Direction.Increase => HarmSide.Increase,
                Direction.Decrease => HarmSide.Decrease,
                _ => HarmSide.Either,
            },
            Tolerance = Bound(plan.Tolerance),
            Margin = Bound(plan.Margin),
            Alpha = watched.Alpha,
            Beta = watched.Beta,
            Poisson = plan.Kind == "count",
            Independent = plan.Policy.Independent,
            FewestBuckets = planned is { Buckets: < 30 } ? FewestPlanned : 30,
            PlannedBuckets = planned?.Buckets,
            LookEvery = planned?.Every ?? 1,
            Guards = [.. TailGuards.Of(plan).Select(g => g.Q)],
            StratumBuckets = (int)Math.Clamp(Stratum / width, 1, int.MaxValue),
        };
    }

    private static HarmBound Bound(Allowance allowance) => new(allowance.Relative ?? 0, allowance.Absolute ?? 0);

    /// <summary>Planned looks in buckets: the last one, and the widest step that meets them all. Null: looks have no planned end, or too near a one.</summary>
    private static (int Buckets, int Every)? Planned(IReadOnlyList<long> looks, long width)
    {
        int[] buckets = [.. looks.Select(t => (int)Math.Min(t / width, int.MaxValue)).Where(b => b > 0)];
        return buckets.Length == 0 || buckets[^1] < FewestPlanned ? null : (buckets[^1], buckets.Aggregate(GreatestCommonDivisor));
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
