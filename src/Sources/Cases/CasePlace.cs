namespace CanaryJudge.Sources.Cases;

/// <summary>Where the files of a case are.</summary>
/// <param name="Name">What people call it: the path below the folder that was searched, with <c>/</c> between parts and without <c>.csv</c>.</param>
/// <param name="DataPath">A CSV file, or a folder for <c>CsvData.Read</c>.</param>
/// <param name="PolicyPath">The policy; null: none, everything is inferred.</param>
/// <param name="ExpectedPath">The expectations; null: none.</param>
public sealed record CasePlace(string Name, string DataPath, string? PolicyPath, string? ExpectedPath);
