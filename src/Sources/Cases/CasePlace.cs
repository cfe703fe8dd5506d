namespace CanaryJudge.Sources.Cases;

/// <summary>Where the files of a case are.</summary>
/// <param name="Name">What people call it: the path below the searched folder, with slashes.</param>
/// <param name="DataPath">A CSV file or a folder.</param>
/// <param name="PolicyPath">The policy file; null: none.</param>
/// <param name="ExpectedPath">The expectations; null: none.</param>
public sealed record CasePlace(string Name, string DataPath, string? PolicyPath, string? ExpectedPath);
