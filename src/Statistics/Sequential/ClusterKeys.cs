namespace CanaryJudge.Statistics.Sequential;

/// <summary>One value per user or session and step: of the first bucket in which the key appears.</summary>
/// <remarks>
/// <para>Shapes: values with their keys, bucket by bucket. Units: those of the values. O(n log n) a bucket; at most a million keys.</para>
/// <para>Method: the mean of the logarithms of the key's values in that bucket, or the plain mean where one is not positive. Beyond
/// a million keys those are kept whose hash lies below a threshold, which is halved as needed: a fair sample of them.</para>
/// <para>Error: none. Source: E. Cohen and H. Kaplan, PODC (2007), on bottom-k samples by hash.</para>
/// </remarks>
internal sealed class ClusterKeys(int most) : IStateful
{
    internal const int Most = 1_000_000;
    private readonly HashSet<ulong> _seen = [];
    private ulong _threshold = ulong.MaxValue;

    internal int Count => _seen.Count;

    /// <summary>Gives each new key's value; the order is that of the hashes, whatever the order of the values. A key counts in each of its strata.</summary>
    internal void Add(ReadOnlySpan<double> values, ReadOnlySpan<ulong> keys, Action<double> found, string stratum = "")
    {
        var part = Of(stratum);
        var pairs = new List<(ulong Hash, double Value)>(values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            var hash = Mix(keys[i] ^ part);
            if (hash <= _threshold && !_seen.Contains(hash))
            {
                pairs.Add((hash, values[i]));
            }
        }

        // By value too: a sum of doubles depends on its order.
        pairs.Sort();
        for (int first = 0, end; first < pairs.Count; first = end)
        {
            for (end = first + 1; end < pairs.Count && pairs[end].Hash == pairs[first].Hash;)
            {
                end++;
            }

            if (pairs[first].Hash <= _threshold)
            {
                found(Joined(pairs, first, end));
                _seen.Add(pairs[first].Hash);
                Shrink();
            }
        }
    }

    internal void Clear()
    {
        _seen.Clear();
        _threshold = ulong.MaxValue;
    }

    public void Exchange(StateExchange state)
    {
        long[] seen = [.. _seen.Order().Select(hash => unchecked((long)hash))];
        var threshold = unchecked((long)_threshold);
        state.Numbers(ref seen);
        state.Number(ref threshold);
        if (state.IsReading)
        {
            _seen.Clear();
            _seen.UnionWith(seen.Select(hash => unchecked((ulong)hash)));
            _threshold = unchecked((ulong)threshold);
        }
    }

    private static double Joined(List<(ulong Hash, double Value)> pairs, int first, int end)
    {
        double sum = 0, logs = 0;
        for (var i = first; i < end; i++)
        {
            sum += pairs[i].Value;
            logs += Math.Log(pairs[i].Value);
        }

        // The logarithm of what is not positive is no number: the smallest comes first.
        return end == first + 1 ? pairs[first].Value : pairs[first].Value > 0 ? Math.Exp(logs / (end - first)) : sum / (end - first);
    }

    private void Shrink()
    {
        while (_seen.Count > most)
        {
            _threshold /= 2;
            _seen.RemoveWhere(hash => hash > _threshold);
        }
    }

    /// <summary>A number for a stratum's name, 0 without one. FNV-1a.</summary>
    private static ulong Of(string stratum)
    {
        var hash = stratum.Length == 0 ? 0 : 0xCBF29CE484222325UL;
        foreach (var c in stratum)
        {
            hash = unchecked((hash ^ c) * 0x100000001B3UL);
        }

        return hash;
    }

    /// <summary>Spreads keys evenly, whatever hash they came with. The finalizer of splitmix64.</summary>
    private static ulong Mix(ulong key)
    {
        key = unchecked((key ^ (key >> 30)) * 0xBF58476D1CE4E5B9);
        key = unchecked((key ^ (key >> 27)) * 0x94D049BB133111EB);
        return key ^ (key >> 31);
    }
}
