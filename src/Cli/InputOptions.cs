using System.CommandLine;
using System.Globalization;
using CanaryJudge.Sources.Cases;

namespace CanaryJudge.Cli;

/// <summary>What to judge, shared by the commands that read one case.</summary>
internal sealed class InputOptions
{
    private readonly Argument<string> _path = new("PATH") { Description = "A CSV file, a folder with data.csv or with baseline.csv and canary.csv, or - for stdin." };
    private readonly Option<string?> _policy = new("--policy", "-p") { Description = "The policy file, or a Kayenta canary config; the default is the policy.yaml beside the data, else everything is inferred.", HelpName = "FILE" };
    private readonly Option<bool> _skipBadRows = new("--skip-bad-rows") { Description = "Count rows that cannot be read instead of refusing the file." };
    private readonly Option<double?> _split = SplitOption.New();
    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "Reported in the judgement; the verdict rule uses no chance.",
        HelpName = "N",
        CustomParser = r =>
        {
            if (ulong.TryParse(r.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
            {
                return seed;
            }

            r.AddError($"'{r.Tokens[0].Value}': --seed takes a whole number from 0 to {ulong.MaxValue}.");
            return 0;
        },
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="inOneLook">Whether all data are judged at once: only then the split is checked and a seed reported.</param>
    public void AddTo(Command command, bool inOneLook = true)
    {
        _path.Validators.Add(r => Checks.NotEmpty(r, r.Tokens, "PATH"));
        _policy.Validators.Add(r => Checks.NotEmpty(r, r.Tokens, "--policy"));
        command.Arguments.Add(_path);
        command.Options.Add(_policy);
        if (inOneLook)
        {
            command.Options.Add(_split);
            command.Options.Add(_seed);
        }

        command.Options.Add(_skipBadRows);
    }

    /// <summary>Where the data are.</summary>
    public string Path(ParseResult parsed) => parsed.GetValue(_path)!;

    /// <summary>The policy that was asked for; null: none.</summary>
    public string? Policy(ParseResult parsed) => parsed.GetValue(_policy);

    /// <summary>The seed.</summary>
    public ulong Seed(ParseResult parsed) => parsed.GetValue(_seed);

    /// <summary>The canary's expected share of the traffic; null: what the policy says.</summary>
    public double? Split(ParseResult parsed) => parsed.GetValue(_split);

    /// <summary>Reads the case that was asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="mayHoldOneArm">Whether a file without a column for the arm will do.</param>
    public LoadedCase Load(ParseResult parsed, CancellationToken cancellation, bool mayHoldOneArm = false)
    {
        var path = parsed.GetValue(_path)!;
        var place = CaseFolder.At(path);
        return LoadedCase.Read(place with { PolicyPath = parsed.GetValue(_policy) ?? place.PolicyPath, ExpectedPath = null }, new() { SkipBadRows = parsed.GetValue(_skipBadRows), MayHoldOneArm = mayHoldOneArm }, cancellation).WithSplit(Split(parsed));
    }
}
