namespace CanaryJudge.Sources.Prometheus;

/// <summary>What to ask for one metric; exactly one of <see cref="Value"/>, <see cref="Events"/> and <see cref="Buckets"/> is there.</summary>
internal sealed record MetricQuery
{
    /// <summary>One number per interval.</summary>
    public string? Value { get; init; }

    /// <summary>Counters of events.</summary>
    public string? Events { get; init; }

    /// <summary>Counters of all events that <see cref="Events"/> are part of: makes a ratio.</summary>
    public string? Total { get; init; }

    /// <summary>Counters of what the events are exposed to: makes a count. Null: the seconds that each series was seen.</summary>
    public string? Exposure { get; init; }

    /// <summary>Histograms: classic ones with the label <c>le</c>, or native ones.</summary>
    public string? Buckets { get; init; }

    /// <summary>Whether the answers are already increases over one interval, and no counters.</summary>
    public bool PerInterval { get; init; }

    /// <summary>The kind of data that comes out, as a policy names it.</summary>
    public string Kind => this switch
    {
        { Value: not null } => "points",
        { Buckets: not null } => "histogram",
        { Total: not null } => "ratio",
        _ => "count",
    };

    /// <summary>The queries by the key under which they are written.</summary>
    public IEnumerable<KeyValuePair<string, string>> Queries() =>
        from query in new[] { ("value", Value), ("events", Events), ("total", Total), ("exposure", Exposure), ("buckets", Buckets) }
        where query.Item2 is not null
        select KeyValuePair.Create(query.Item1, query.Item2);
}
