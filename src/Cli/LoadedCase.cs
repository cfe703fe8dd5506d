using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;
using CanaryJudge.Sources.Cases;
using CanaryJudge.Sources.Csv;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Cli;

/// <summary>Everything that belongs to one case, read from disk: data, policy, expectations, and what was wrong with them.</summary>
internal sealed record LoadedCase
{
    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The policy; the inferred one when none was given.</summary>
    public Policy Policy { get; init; } = Policy.Inferred;

    /// <summary>The text of the policy file; null without one.</summary>
    public string? PolicyText { get; init; }

    /// <summary>The data; null with problems.</summary>
    public Snapshot? Snapshot { get; init; }

    /// <summary>What is expected; null: nothing.</summary>
    public Expectation? Expected { get; init; }

    /// <summary>Mistakes and warnings in the files, in order.</summary>
    public IReadOnlyList<ProblemLine> Problems { get; init; } = [];

    /// <summary>Whether the case can be judged.</summary>
    public bool IsReadable => Snapshot is not null && Problems.All(p => p.IsWarning);

    /// <summary>Reads a case.</summary>
    /// <param name="place">Where its files are.</param>
    /// <param name="options">How data are read.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static LoadedCase Read(CasePlace place, CsvOptions options, CancellationToken cancellation)
    {
        var problems = new List<ProblemLine>();
        var policy = Policy.Inferred;
        string? text = null;
        if (place.PolicyPath is { } path)
        {
            var reading = PolicyFile.Load(path);
            problems.AddRange(reading.Problems.Select(ToLine));
            policy = reading.Policy ?? policy;
            text = reading.Text;
        }

        Expectation? expected = null;
        if (place.ExpectedPath is { } expectedPath)
        {
            var reading = ExpectedFile.Load(expectedPath);
            problems.AddRange(reading.Problems.Select(ToLine));
            expected = reading.Expectation;
        }

        var loaded = new LoadedCase { Name = place.Name, Policy = policy, PolicyText = text, Expected = expected, Problems = problems };
        return problems.TrueForAll(p => p.IsWarning)
            ? loaded.With(CsvData.Read(place.DataPath, policy, options, cancellation), place.DataPath)
            : loaded;
    }

    /// <summary>The same case with data, and what was wrong with them.</summary>
    /// <param name="data">What was read.</param>
    /// <param name="path">From where.</param>
    public LoadedCase With(CsvReading data, string path)
    {
        var isUsable = data.Snapshot is not null;
        var problems = new List<ProblemLine>(Problems);
        problems.AddRange(data.Problems.Select(p => new ProblemLine(p.File, (int)Math.Min(p.Line, int.MaxValue), p.Column, 1, p.Message, IsWarning: isUsable, SourceLine: null)));
        if (data.MoreProblems > 0)
        {
            problems.Add(new(path, 0, 0, 0, $"and {data.MoreProblems:N0} more problems", IsWarning: isUsable, SourceLine: null) { Count = data.MoreProblems });
        }

        return this with { Snapshot = data.Snapshot, Problems = problems };
    }

    /// <summary>The same case with another share of the traffic expected for the canary; null: what the policy says.</summary>
    public LoadedCase WithSplit(double? canaryShare) => canaryShare is { } share ? this with { Policy = Policy.WithSplit(share) } : this;

    /// <summary>A problem of a policy file as reports show it.</summary>
    internal static ProblemLine ToLine(LocatedProblem problem) =>
        new(problem.File, problem.Line, problem.Column, problem.Length, problem.Message, problem.IsWarning, problem.SourceLine) { Count = problem.Count };
}
