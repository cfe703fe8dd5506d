namespace CanaryJudge.Fixtures.Cases;

/// <summary>Every case of <c>data/fixtures</c>.</summary>
internal static class AllCases
{
    /// <summary>All of them; names are unique.</summary>
    public static IReadOnlyList<Case> List { get; } =
        [.. HealthyCases.List, .. BrokenCases.List, .. RuleCases.List, .. AwkwardCases.List, .. PublishedCases.List, .. KayentaCases.List, .. StrataCases.List];
}
