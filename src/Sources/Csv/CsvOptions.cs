namespace CanaryJudge.Sources.Csv;

/// <summary>How CSV is read.</summary>
public sealed record CsvOptions
{
    /// <summary>Counts rows that cannot be read instead of refusing the file.</summary>
    public bool SkipBadRows { get; init; }

    /// <summary>So many values of a metric of raw observations, in both arms together, are kept one by one; more are counted in buckets.</summary>
    /// <value>At least 1. The default is 4,000,000.</value>
    public long MostExactValues { get; init; } = 4_000_000;

    /// <summary>A file without a column for the arm holds one arm, which is read as the baseline; else it is refused.</summary>
    public bool MayHoldOneArm { get; init; }

    /// <summary>A file that is longer is read in blocks of so many bytes, from the 17th on by as many cores as there are up to 8, with the same outcome.</summary>
    internal int BlockBytes { get; init; } = 1 << 20;

    /// <summary>Where the path <c>-</c> reads from; null: the process's standard input.</summary>
    public Stream? StandardInput { get; init; }

    /// <summary>Is told how many bytes were read so far, over all files of the case; null: nobody asks.</summary>
    public IProgress<long>? Progress { get; init; }
}
