namespace CanaryJudge.Sources.Tail;

/// <summary>Which file to follow, and how.</summary>
internal sealed record CsvTailSettings
{
    /// <summary>The file.</summary>
    public string File { get; init; } = "";

    /// <summary>Whether rows that cannot be read are passed over.</summary>
    public bool SkipBadRows { get; init; }
}
