using System.CommandLine;
using CanaryJudge.Sources.Cases;

namespace CanaryJudge.Cli;

/// <summary>What to judge, shared by the commands that read one case.</summary>
internal sealed class InputOptions
{
    private readonly Argument<string> _path = new("PATH") { Description = "A CSV file, a folder with data.csv or with baseline.csv and canary.csv, or - for stdin." };
    private readonly Option<string?> _policy = new("--policy", "-p") { Description = "The policy file; the default is the policy.yaml beside the data, else everything is inferred.", HelpName = "FILE" };
    private readonly Option<bool> _skipBadRows = new("--skip-bad-rows") { Description = "Count rows that cannot be read instead of refusing the file." };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Reported in the judgement; the verdict rule uses no chance.", HelpName = "N" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_path);
        command.Options.Add(_policy);
        command.Options.Add(_skipBadRows);
        command.Options.Add(_seed);
    }

    /// <summary>The seed.</summary>
    public ulong Seed(ParseResult parsed) => parsed.GetValue(_seed);

    /// <summary>Reads the case that was asked for.</summary>
    public LoadedCase Load(ParseResult parsed, CancellationToken cancellation)
    {
        var path = parsed.GetValue(_path)!;
        var place = CaseFolder.At(path);
        return LoadedCase.Read(place with { PolicyPath = parsed.GetValue(_policy) ?? place.PolicyPath, ExpectedPath = null }, parsed.GetValue(_skipBadRows), cancellation);
    }
}
