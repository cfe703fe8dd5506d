namespace CanaryJudge.Sources.Csv;

/// <summary>How to read data.</summary>
public sealed record CsvOptions
{
    /// <summary>Whether rows that cannot be read are counted and left out instead of refusing the data; default false.</summary>
    public bool SkipBadRows { get; init; }

    /// <summary>How many problems are kept; the rest is counted. At least 1, default 20.</summary>
    public int MaxProblems { get; init; } = 20;

    /// <summary>Told the number of bytes read so far, of all files together, every 32 KiB; null: nobody is.</summary>
    public IProgress<long>? Progress { get; init; }
}
