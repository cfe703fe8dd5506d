namespace CanaryJudge.Sources.Csv;

/// <summary>One good row as it stands in the file, not yet among the rows of its series. Written in place: a copy of it would take longer than reading a number.</summary>
internal struct Row
{
    /// <summary>Where it belongs: a position in <see cref="RowReader.Series"/>.</summary>
    public int Series { get; set; }

    /// <summary>Unix nanoseconds, or <see cref="SeriesRows.NoTime"/>.</summary>
    public long Time { get; set; }

    /// <summary>NaN: missing.</summary>
    public double Value { get; set; }

    /// <summary>NaN: none.</summary>
    public double Total { get; set; }

    /// <summary>Of a bucket; NaN: none.</summary>
    public double Bound { get; set; }

    /// <summary>The key of user or session, where the metric has one.</summary>
    public ulong Cluster { get; set; }

    /// <summary>From 1.</summary>
    public long Line { get; set; }
}
