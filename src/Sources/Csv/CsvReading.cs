using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Csv;

/// <summary>What a data file or folder held.</summary>
public sealed record CsvReading
{
    /// <summary>The data; null when they cannot be used.</summary>
    public Snapshot? Snapshot { get; init; }

    /// <summary>The first mistakes, in order.</summary>
    public IReadOnlyList<DataProblem> Problems { get; init; } = [];

    /// <summary>How many more there are.</summary>
    public long MoreProblems { get; init; }

    /// <summary>Rows read, headers left out.</summary>
    public long Rows { get; init; }

    /// <summary>Rows that were skipped, as asked.</summary>
    public long SkippedRows { get; init; }
}
