namespace CanaryJudge.Cli.Tests.Rollouts.Crash;

/// <summary>A case of the matrix.</summary>
/// <param name="Row">What goes wrong.</param>
/// <param name="Name">Where, and how it goes on.</param>
/// <param name="Check">Does it, and throws where the end is not the right one.</param>
internal sealed record CrashCase(string Row, string Name, Func<Task> Check)
{
    /// <summary>Whether it is of the share that runs with every test.</summary>
    public bool IsShare { get; init; }

    public override string ToString() => $"{Row}: {Name}";
}
