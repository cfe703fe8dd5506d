namespace CanaryJudge.Cli.Demo;

/// <summary>A release of the toy shop, and how it should end.</summary>
/// <param name="From">The version that everyone uses.</param>
/// <param name="To">The new one.</param>
/// <param name="Flaw">What is wrong with it, in a word or three; null: nothing, it is to be promoted.</param>
internal sealed record DemoRelease(DemoVersion From, DemoVersion To, string? Flaw)
{
    /// <summary>The three that are shown.</summary>
    public static IReadOnlyList<DemoRelease> All { get; } =
    [
        new(new("1.0"), new("1.1"), null),
        new(new("1.1"), new("1.2", Milliseconds: 34), "slow"),
        new(new("1.1"), new("1.3", FailsForPercent: 20), "fails for some"),
    ];
}
