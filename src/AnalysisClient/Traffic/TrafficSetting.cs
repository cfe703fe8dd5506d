namespace CanaryJudge.AnalysisClient.Traffic;

/// <summary>One setting of a kind of controller.</summary>
/// <param name="Key">As users write it, camelCase: <c>socket</c>.</param>
/// <param name="Description">What it is, in a sentence without its full stop.</param>
public sealed record TrafficSetting(string Key, string Description)
{
    /// <summary>The value when none is given; null: none.</summary>
    public string? Default { get; init; }

    /// <summary>Whether a value must be given.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Says what is wrong with a value; null: nothing.</summary>
    public Func<string, string?> Check { get; init; } = _ => null;
}
