using System.CommandLine;
using CanaryJudge.AnalysisClient;

namespace CanaryJudge.Cli.Commands.Analyses;

/// <summary>What all commands on analyses share: the server, the output, the time.</summary>
internal sealed class AnalysisOptions
{
    private const string Collection = "analyses/";
    private static readonly string[] Formats = ["text", "json"];

    private readonly Argument<string> _id = new("ID") { Description = "The analysis' id, with or without analyses/ before it." };
    private readonly Option<string> _server = ServerOption.New();
    private readonly Option<string> _output = new("--output", "-o") { DefaultValueFactory = _ => "text", HelpName = "FORMAT" };
    private readonly Option<bool> _ascii = new("--ascii") { Description = "Print ASCII only; the default where the locale is not UTF-8." };
    private readonly Option<TimeSpan?> _timeout = DurationOption.New("--timeout", "Give up after this long: 90s, 5m.");

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="json">What JSON output holds.</param>
    /// <param name="ofOne">Whether it is about one analysis, which an argument names.</param>
    public void AddTo(Command command, string json, bool ofOne = true)
    {
        if (ofOne)
        {
            _id.Validators.Add(r => Checks.NotEmpty(r, r.Tokens, "ID"));
            command.Arguments.Add(_id);
        }

        _output.Description = $"text, or json: {json}.";
        _output.OnlyFrom(Formats);
        foreach (Option option in new Option[] { _server, _output, _ascii, _timeout })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The analysis' name: analyses/{id}.</summary>
    public string Name(ParseResult parsed) => parsed.GetValue(_id)! is var id && id.StartsWith(Collection, StringComparison.Ordinal) ? id : Collection + id;

    /// <summary>The id in a name.</summary>
    public static string Id(string name) => name.StartsWith(Collection, StringComparison.Ordinal) ? name[Collection.Length..] : name;

    /// <summary>Calls the server, in the time that was given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="calls">Makes the calls and prints.</param>
    /// <param name="interruption">Ends it.</param>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(ParseResult parsed, Func<AnalysesClient, Output, CancellationToken, Task<int>> calls, CancellationToken interruption)
    {
        var how = new Output { Format = parsed.GetValue(_output)!, Ascii = parsed.GetValue(_ascii) || !Terminal.IsUtf8, Timeout = parsed.GetValue(_timeout) };
        var server = parsed.GetValue(_server)!;
        return Limit.RunAsync(how.Timeout, async cancellation =>
        {
            using var client = AnalysesClient.Connect(server);
            return await ServerCall.RunAsync(server, () => calls(client, how, cancellation)).ConfigureAwait(false);
        }, interruption);
    }
}
