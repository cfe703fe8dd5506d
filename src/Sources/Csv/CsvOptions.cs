namespace CanaryJudge.Sources.Csv;

/// <summary>How CSV is read.</summary>
public sealed record CsvOptions
{
    /// <summary>Counts rows that cannot be read instead of refusing the file.</summary>
    public bool SkipBadRows { get; init; }

    /// <summary>Where the path <c>-</c> reads from; null: the process's standard input.</summary>
    public Stream? StandardInput { get; init; }

    /// <summary>Is told how many bytes were read so far, over all files of the case; null: nobody asks.</summary>
    public IProgress<long>? Progress { get; init; }
}
