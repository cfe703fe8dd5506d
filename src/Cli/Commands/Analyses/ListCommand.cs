using System.CommandLine;
using System.Globalization;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Cli.Commands.Analyses;

/// <summary><c>canaryjudge analysis list</c>: which analyses there are.</summary>
internal static class ListCommand
{
    private static readonly string[] States = ["running", "passed", "failed", "inconclusive", "cancelled"];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("list", """
            Lists analyses, the newest first.

            Examples:
              canaryjudge analysis list
              canaryjudge analysis list --state running --label service=checkout
              canaryjudge analysis list --state failed --limit 0 --output json
            """);
        var state = new Option<string[]>("--state") { Description = $"Only those in a state: {string.Join(", ", States)}; may be repeated.", HelpName = "STATE", DefaultValueFactory = _ => [] };
        state.Validators.Add(r =>
        {
            foreach (var token in r.Tokens.Where(t => !States.Contains(t.Value, StringComparer.Ordinal)))
            {
                r.AddError($"'{token.Value}': --state takes {string.Join(", ", States)}.");
            }
        });
        var label = new Option<string[]>("--label") { Description = "Only those with this label; may be repeated.", HelpName = "NAME=VALUE", DefaultValueFactory = _ => [] };
        LabelOption.Check(label);
        var limit = new Option<int>("--limit") { Description = "How many at most; 0: all. Default: 100.", HelpName = "N", DefaultValueFactory = _ => 100 };
        limit.Validators.Add(r =>
        {
            if (r.Tokens.Count > 0 && !(int.TryParse(r.Tokens[0].Value, CultureInfo.InvariantCulture, out var n) && n >= 0))
            {
                r.AddError($"'{r.Tokens[0].Value}': --limit takes a whole number of at least 0.");
            }
        });
        foreach (Option option in new Option[] { state, label, limit })
        {
            command.Options.Add(option);
        }

        var options = new AnalysisOptions();
        options.AddTo(command, "one analysis a line", ofOne: false);
        command.SetAction((parsed, interruption) => options.RunAsync(parsed, async (client, how, cancellation) =>
        {
            var request = new ListAnalysesRequest
            {
                States = { parsed.GetValue(state)!.Select(s => Enum.Parse<Analysis.Types.State>(s, ignoreCase: true)) },
                Labels = { parsed.GetValue(label)! },
            };
            var most = parsed.GetValue(limit) is > 0 and var n ? n : int.MaxValue;
            var found = new List<Analysis>();
            await foreach (var analysis in client.ListAsync(request, cancellation).Take(most).ConfigureAwait(false))
            {
                if (how.Format == "json")
                {
                    await Console.Out.WriteLineAsync(JsonReport.Write(analysis, indented: false).AsMemory(), cancellation).ConfigureAwait(false);
                }
                else
                {
                    found.Add(analysis);
                }
            }

            await Console.Out.WriteAsync(Table(found).AsMemory(), cancellation).ConfigureAwait(false);
            return ExitCode.Pass;
        }, interruption));
        return command;
    }

    private static string Table(List<Analysis> found)
    {
        var width = found.Select(a => AnalysisOptions.Id(a.Name).Length).DefaultIfEmpty(0).Max();
        return string.Concat(found.Select(a =>
            $"{AnalysisText.State(a.State),-12}  {AnalysisOptions.Id(a.Name).PadRight(width)}  {Numbers.Date(a.Updated.ToDateTimeOffset())}  {Numbers.Count(a.Looks)} {(a.Looks == 1 ? "look" : "looks")}{Labels(a)}\n"));
    }

    private static string Labels(Analysis analysis) =>
        string.Concat(analysis.Labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"  {Glyphs.Unicode.Plain($"{l.Key}={l.Value}")}"));
}
