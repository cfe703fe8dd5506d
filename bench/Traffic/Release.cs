namespace CanaryJudge.Traffic;

/// <summary>A release that is rolled out, and how that should end.</summary>
/// <param name="Name">In a word or three.</param>
/// <param name="Flaws">The canary's arguments.</param>
/// <param name="Exit">The exit code of its rollout.</param>
internal sealed record Release(string Name, string[] Flaws, int Exit)
{
    /// <summary>Whether judge, server and source are killed at the second step.</summary>
    public bool LosesAll { get; init; }

    /// <summary>A good one.</summary>
    public static Release Good { get; } = new("good", [], 0);

    /// <summary>Fails for a fifth of its users.</summary>
    public static Release FailsForSome { get; } = new("errors for 20% of users", ["--fails", "0.4", "--for", "0.2"], 1);

    /// <summary>A good one whose judge, server and source die.</summary>
    public static Release Abandoned { get; } = new("server and source killed", [], 5) { LosesAll = true };

    /// <summary>All.</summary>
    public static IReadOnlyList<Release> All { get; } =
    [
        Good,
        new("slower", ["--slower", "0.4"], 1),
        new("errors", ["--fails", "0.1"], 1),
        new("slower for 20% of users", ["--slower", "1", "--for", "0.2"], 1),
        FailsForSome,
        Abandoned,
    ];
}
