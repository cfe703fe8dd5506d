using CanaryJudge.Statistics.Effects;

namespace CanaryJudge.Statistics.Sequential;

/// <summary>What a run of ranks keeps of one part of the traffic.</summary>
internal sealed class RankStratum : IStateful
{
    private const int FewestForCluster = 2;

    /// <summary>Values since the newest stratum of time began.</summary>
    internal ArmsHistogram Open { get; set; } = new();

    /// <summary>Values of buckets that were too small to have a z of their own.</summary>
    internal ArmsHistogram Pending { get; set; } = new();

    /// <summary>The baseline's values of the newest buckets.</summary>
    internal RecentBaseline Recent { get; } = new();

    /// <summary>A bucket's values with those that were too few before, once there are enough to compare; else null.</summary>
    internal BucketPair? Comparable(ArmsHistogram values)
    {
        Pending = Pending.HasEdgesOf(values) ? Pending : new();
        Pending.Merge(values);
        if (Pending is not { BaselineCount: >= FewestForCluster, CanaryCount: >= FewestForCluster })
        {
            return null;
        }

        var pair = Pending.Pair();
        Pending = new();
        return pair;
    }

    public void Exchange(StateExchange state)
    {
        Open.Exchange(state);
        Pending.Exchange(state);
        Recent.Exchange(state);
    }
}
