using System.CommandLine;
using System.CommandLine.Parsing;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Cli;

/// <summary>The options that every judging command shares: formats, reports, exit codes, time.</summary>
internal sealed class OutputOptions
{
    private readonly string[] _formats;
    private readonly Option<string> _output;
    private readonly Option<string[]> _report = new("--report") { Description = "Also write a report to a file; may be repeated.", HelpName = "FORMAT=FILE", DefaultValueFactory = _ => [] };
    private readonly Option<bool> _ascii = new("--ascii") { Description = "Print ASCII only; the default where the locale is not UTF-8." };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Print no report and no progress; the exit code tells." };
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Say on stderr what is read and how long it takes." };
    private readonly Option<bool> _exitZero = new("--exit-zero") { Description = "Exit with 0 whatever the verdict; bad input still exits with 2." };
    private readonly Option<string[]> _map = new("--map") { Description = "Another exit code for a verdict, as in inconclusive=0; pass, fail, inconclusive or no-data; may be repeated.", HelpName = "VERDICT=CODE", DefaultValueFactory = _ => [] };
    private readonly Option<TimeSpan?> _timeout = DurationOption.New("--timeout", "Give up after this long: 90s, 5m.");

    /// <summary>Options for the formats of a judgement.</summary>
    public OutputOptions()
        : this(ReportFormats.All.Names)
    {
    }

    /// <summary>Options for some formats, JSON besides.</summary>
    public OutputOptions(IEnumerable<string> formats)
    {
        _formats = [.. formats, "json"];
        _output = new("--output", "-o") { Description = $"What to print: {string.Join(", ", _formats)}.", DefaultValueFactory = _ => "text", HelpName = "FORMAT" };
    }

    /// <summary>Adds the options to a command, checked when the line is parsed.</summary>
    public void AddTo(Command command)
    {
        _output.OnlyFrom(_formats);
        _report.Validators.Add(r => Check(r, v => Split(v) is ({ } format, { Length: > 0 }) && _formats.Contains(format, StringComparer.Ordinal), $"--report takes FORMAT=FILE; formats: {string.Join(", ", _formats)}."));
        _map.Validators.Add(r => Check(r, v => Mapping(v) is not null, "--map takes pass|fail|inconclusive|no-data=CODE with a code from 0 to 255."));
        foreach (Option option in new Option[] { _output, _report, _ascii, _quiet, _verbose, _exitZero, _map, _timeout })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What was asked for.</summary>
    public Output Of(ParseResult parsed) => new()
    {
        Format = parsed.GetValue(_output)!,
        Reports = [.. parsed.GetValue(_report)!.Select(Split)],
        Ascii = parsed.GetValue(_ascii) || !Terminal.IsUtf8,
        Quiet = parsed.GetValue(_quiet),
        Verbose = parsed.GetValue(_verbose),
        ExitZero = parsed.GetValue(_exitZero),
        Map = MapOf(parsed.GetValue(_map)!),
        Timeout = parsed.GetValue(_timeout),
    };

    /// <summary>What <c>--map</c> says; the last word counts.</summary>
    private static Dictionary<int, int> MapOf(string[] words) =>
        words.Select(v => Mapping(v)!.Value).GroupBy(m => m.From).ToDictionary(g => g.Key, g => g.Last().To);

    private static void Check(OptionResult result, Func<string, bool> isGood, string message)
    {
        foreach (var token in result.Tokens.Where(t => !isGood(t.Value)))
        {
            result.AddError($"'{token.Value}': {message}");
        }
    }

    private static (string Format, string File) Split(string text) => text.IndexOf('=', StringComparison.Ordinal) is var at and > 0 ? (text[..at], text[(at + 1)..]) : (text, "");

    private static (int From, int To)? Mapping(string text)
    {
        var (verdict, code) = Split(text);
        int? from = verdict.ToLowerInvariant() switch
        {
            "pass" => ExitCode.Pass,
            "fail" => ExitCode.Fail,
            "inconclusive" => ExitCode.Inconclusive,
            "no-data" => ExitCode.NoData,
            _ => null,
        };
        return from is { } f && byte.TryParse(code, System.Globalization.CultureInfo.InvariantCulture, out var to) ? (f, to) : null;
    }
}
