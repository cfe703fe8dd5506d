namespace CanaryJudge.Statistics.Sequential;

/// <summary>The baseline's values of the five newest buckets, or its first two hundred where those are too few.</summary>
internal sealed class RecentBaseline : IStateful
{
    private const int Window = 5;
    private const double Fewest = 200;
    private readonly ArmsHistogram[] _buckets = [.. Enumerable.Range(0, Window).Select(_ => new ArmsHistogram())];
    private ArmsHistogram _first = new();
    private int _next;

    /// <summary>What a threshold may rest on now: at least 200 values, or none.</summary>
    internal ArmsHistogram Past()
    {
        var recent = new ArmsHistogram();
        foreach (var bucket in _buckets)
        {
            recent.Merge(bucket, withCanary: false);
        }

        return recent.BaselineCount >= Fewest ? recent : _first.BaselineCount >= Fewest ? _first : new();
    }

    internal void Add(ArmsHistogram bucket)
    {
        if (!_first.HasEdgesOf(bucket))
        {
            // Other edges, other bins: what was learned in the old ones cannot be compared.
            Clear();
        }

        if (_first.BaselineCount < Fewest)
        {
            // Whole buckets, so that the order of values inside one does not matter.
            _first.Merge(bucket, withCanary: false);
        }

        _buckets[_next] = new();
        _buckets[_next].Merge(bucket, withCanary: false);
        _next = (_next + 1) % Window;
    }

    public void Exchange(StateExchange state)
    {
        Array.ForEach(_buckets, bucket => bucket.Exchange(state));
        _first.Exchange(state);
        state.Number(ref _next);
    }

    private void Clear()
    {
        _first = new();
        for (var i = 0; i < Window; i++)
        {
            _buckets[i] = new();
        }
    }
}
