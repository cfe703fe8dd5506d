using System.CommandLine;
using System.Text.Json.Nodes;
using CanaryJudge.Judging.History;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Cli.Commands;

/// <summary><c>canaryjudge aa HISTORY</c>: the false-alarm rate of a policy on the user's own history.</summary>
internal static class AaCommand
{
    private const int UsualPairs = 200;
    private static readonly string[] Formats = ["text", "json"];
    private static readonly string[] Arms = ["baseline", "canary"];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("aa", """
            Says how often a policy would fail an unchanged release on your own history.
            Takes one healthy arm, cuts it into stretches, and makes pairs of them: the instances that labels name, or else values, events and
            requests, are dealt to two arms; and each stretch is set beside the next one. Both arms come from the same history, so every FAIL is a
            false alarm. The rate has its exact 95% interval.

            Examples:
              canaryjudge aa last-week.csv
              canaryjudge aa last-week.csv --policy policy.yaml --stretch 30m
              canaryjudge aa last-week.csv --looks --output json

            Exits with 0 when the promise holds on every sort of pairs, 1 when it does not on one, 3 when there are too few pairs to tell.
            """);
        var input = new InputOptions();
        var output = new Option<string>("--output", "-o") { Description = "text, or json: one object for each sort of pairs.", DefaultValueFactory = _ => "text", HelpName = "FORMAT" };
        output.OnlyFrom(Formats);
        var arm = new Option<string>("--arm") { Description = "Which arm of the data is the history: baseline or canary.", DefaultValueFactory = _ => "baseline", HelpName = "ARM" };
        arm.OnlyFrom(Arms);
        var stretch = DurationOption.New("--stretch", "How long a pair is; the default is a twentieth of the history, at most 1h.");
        var looks = new Option<bool>("--looks") { Description = "Look whenever a bucket closes, as an analysis does; else each pair is judged once." };
        var pairs = new Option<int>("--pairs") { Description = $"About how many pairs are dealt. Default: {UsualPairs}.", HelpName = "N", DefaultValueFactory = _ => UsualPairs };
        pairs.Validators.Add(r =>
        {
            if (r.Tokens.Count > 0 && !(int.TryParse(r.Tokens[0].Value, System.Globalization.CultureInfo.InvariantCulture, out var n) && n is >= 1 and <= 100_000))
            {
                r.AddError($"'{r.Tokens[0].Value}': --pairs takes a whole number from 1 to 100,000.");
            }
        });
        var ascii = new Option<bool>("--ascii") { Description = "Print ASCII only; the default where the locale is not UTF-8." };
        input.AddTo(command);
        foreach (Option option in new Option[] { arm, stretch, pairs, looks, output, ascii })
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancellation) =>
        {
            var how = new Output { Format = parsed.GetValue(output)!, Ascii = parsed.GetValue(ascii) || !Terminal.IsUtf8 };
            var loaded = input.Load(parsed, cancellation);
            if (!await Problems.ShowAsync(loaded, how).ConfigureAwait(false))
            {
                return ExitCode.Usage;
            }

            var run = new AaRun(loaded.Policy, [.. loaded.Snapshot!.Series.Where(s => s.Arm == (parsed.GetValue(arm) == "canary" ? Arm.Canary : Arm.Baseline))], parsed.GetValue(stretch));
            if (run.Problem is { } problem)
            {
                await Console.Error.WriteLineAsync($"canaryjudge: {problem}").ConfigureAwait(false);
                return run.History.Count == 0 ? ExitCode.NoData : ExitCode.Usage;
            }

            var rates = await run.RatesAsync(parsed.GetValue(pairs), parsed.GetValue(looks), input.Seed(parsed), cancellation).ConfigureAwait(false);
            var text = how.Format == "json" ? string.Concat(rates.Select(r => Json(r, run.Stretch, parsed.GetValue(looks)))) : AaReport.Render(rates, run.Stretch, parsed.GetValue(looks), how.Style(loaded.Name, ""));
            await Console.Out.WriteAsync(text.AsMemory(), cancellation).ConfigureAwait(false);
            return rates.Any(r => r.Holds == false) ? ExitCode.Fail : rates.Any(r => r.Holds is null) ? ExitCode.Inconclusive : ExitCode.Pass;
        });
        return command;
    }

    private static string Json(AaRate rate, TimeSpan stretch, bool looks) => new JsonObject
    {
        ["pairs"] = AaReport.Name(rate.Sort),
        ["count"] = rate.Pairs,
        ["stretchSeconds"] = stretch.TotalSeconds,
        ["looks"] = looks,
        ["failed"] = rate.Failed,
        ["passed"] = rate.Passed,
        ["rate"] = rate.Rate.Estimate,
        ["lower"] = rate.Rate.Lower,
        ["upper"] = rate.Rate.Upper,
        ["promised"] = rate.Promised,
        ["holds"] = rate.Holds,
        ["failedByMetric"] = new JsonObject(rate.ByMetric.Select(m => KeyValuePair.Create<string, JsonNode?>(m.Key, m.Value))),
        ["advice"] = new JsonArray([.. (rate.Holds == false ? AaReport.Advice(rate.Sort) : []).Select(a => (JsonNode)a)]),
    }.ToJsonString() + "\n";
}
