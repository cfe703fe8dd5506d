namespace CanaryJudge.Statistics.Sequential;

/// <summary>Turns buckets into counts by value: of the finite values all, or one per key where there are keys.</summary>
internal sealed class RankValues : IStateful
{
    private readonly ClusterKeys _baselineKeys = new(ClusterKeys.Most);
    private readonly ClusterKeys _canaryKeys = new(ClusterKeys.Most);
    private bool _keyed;
    private long _dropped;

    /// <summary>Whether values came with keys: then those that count are independent.</summary>
    internal bool AreKeyed => _keyed;

    /// <summary>Values that were not finite.</summary>
    internal long Dropped => _dropped;

    /// <summary>A bucket's values.</summary>
    /// <exception cref="ArgumentException">A value lacks its key.</exception>
    internal ArmsHistogram Of(ArmsBucket bucket)
    {
        if (bucket is ArmsBucket.Histogram histogram)
        {
            return new(histogram.Edges, histogram.Baseline, histogram.Canary);
        }

        var samples = RunState.Require<ArmsBucket.Samples>(bucket);
        var values = new ArmsHistogram();
        values.AddBaseline(Counted(bucket.Stratum, samples.Baseline.Span, samples.BaselineKeys.Span, _baselineKeys));
        values.AddCanary(Counted(bucket.Stratum, samples.Canary.Span, samples.CanaryKeys.Span, _canaryKeys));
        return values;
    }

    /// <summary>Every key may count once more.</summary>
    internal void NextStep()
    {
        _baselineKeys.Clear();
        _canaryKeys.Clear();
    }

    public void Exchange(StateExchange state)
    {
        _baselineKeys.Exchange(state);
        _canaryKeys.Exchange(state);
        state.Flag(ref _keyed);
        state.Number(ref _dropped);
    }

    /// <summary>The values that count: the finite ones, of each key one.</summary>
    private ReadOnlySpan<double> Counted(string stratum, ReadOnlySpan<double> arm, ReadOnlySpan<ulong> keys, ClusterKeys seen)
    {
        if (keys.IsEmpty)
        {
            return Finite(arm);
        }

        _keyed = true;
        if (keys.Length != arm.Length)
        {
            throw new ArgumentException($"Each value needs its key, but there are {arm.Length} values and {keys.Length} keys.", nameof(keys));
        }

        var finite = new List<double>(arm.Length);
        var kept = new List<ulong>(arm.Length);
        for (var i = 0; i < arm.Length; i++)
        {
            if (double.IsFinite(arm[i]))
            {
                finite.Add(arm[i]);
                kept.Add(keys[i]);
            }
        }

        _dropped += arm.Length - finite.Count;
        var counted = new List<double>();
        seen.Add(finite.ToArray(), kept.ToArray(), counted.Add, stratum);
        return counted.ToArray();
    }

    private ReadOnlySpan<double> Finite(ReadOnlySpan<double> arm)
    {
        var dropped = 0;
        foreach (var value in arm)
        {
            dropped += double.IsFinite(value) ? 0 : 1;
        }

        _dropped += dropped;
        return dropped == 0 ? arm : Array.FindAll(arm.ToArray(), double.IsFinite);
    }
}
