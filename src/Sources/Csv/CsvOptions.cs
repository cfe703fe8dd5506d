namespace CanaryJudge.Sources.Csv;

/// <summary>How CSV is read.</summary>
public sealed record CsvOptions
{
    /// <summary>Counts rows that cannot be read instead of refusing the file.</summary>
    public bool SkipBadRows { get; init; }

    /// <summary>Where the path <c>-</c> reads from; null: the process's standard input.</summary>
    public Stream? StandardInput { get; init; }
}
