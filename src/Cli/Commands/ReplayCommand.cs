using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Judging.Analyses;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Cli.Commands;

/// <summary><c>canaryjudge replay PATH</c>: plays a past window as if it came live, and says when an analysis would have decided.</summary>
internal static class ReplayCommand
{
    private static readonly string[] Formats = ["text", "json"];
    private static readonly JsonSerializerOptions JsonOptions = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("replay", """
            Plays data of the past as if they came live and says when and why an analysis would have decided.
            It looks whenever a bucket of time closes, with error rates that hold however often that is.

            A folder that analysis export wrote is played as it was: with its own policy and options, steps included; what is said here goes before them.

            Examples:
              canaryjudge replay release.csv
              canaryjudge replay exported/
              canaryjudge replay release/ --policy policy.yaml --max 1h
              canaryjudge replay release.csv --output json
              canaryjudge replay release.csv --speed 60

            Exits as judge does, by the verdict in which it ends.
            """);
        var input = new InputOptions();
        var output = new Option<string>("--output", "-o") { Description = "text, or json: one object a look, the end last.", DefaultValueFactory = _ => "text", HelpName = "FORMAT" };
        output.OnlyFrom(Formats);
        var bucket = DurationOption.New("--bucket", "How long a bucket of samples is, and how often one looks. Default: 1m.");
        var minimum = DurationOption.New("--min", "A PASS before this much time of data ends nothing.");
        var maximum = DurationOption.New("--max", "Ends after this much time of data; the default is all of them.");
        var failOnly = new Option<bool>("--fail-only") { Description = "Only a FAIL ends it early, as in a rollout, where a PASS holds for a step." };
        var speed = new Option<double?>("--speed") { Description = "Play this many times faster than it happened; the default is at once.", HelpName = "TIMES" };
        speed.Validators.Add(r =>
        {
            if (r.Tokens.Count > 0 && r.GetValueOrDefault<double?>() is not > 0)
            {
                r.AddError($"'{r.Tokens[0].Value}': --speed takes a number above 0, such as 60.");
            }
        });
        var ascii = new Option<bool>("--ascii") { Description = "Print ASCII only; the default where the locale is not UTF-8." };
        input.AddTo(command, inOneLook: false);
        foreach (Option option in new Option[] { output, bucket, minimum, maximum, failOnly, speed, ascii })
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellation) =>
        {
            var how = new Output { Format = parsed.GetValue(output)!, Ascii = parsed.GetValue(ascii) || !Terminal.IsUtf8 };
            var path = input.Path(parsed);
            RunOptions Asked(RunOptions usual) => usual with
            {
                Bucket = DurationOption.Nanoseconds(parsed.GetValue(bucket)) ?? usual.Bucket,
                Minimum = DurationOption.Nanoseconds(parsed.GetValue(minimum)) ?? usual.Minimum,
                Maximum = DurationOption.Nanoseconds(parsed.GetValue(maximum)) ?? usual.Maximum,
                StopRule = parsed.GetValue(failOnly) ? StopRule.FailOnly : usual.StopRule,
            };
            return RecordedAnalysis.At(path) is { } log
                ? ReplayedAnalysis.RunAsync(log, input.Policy(parsed), Asked, Show, how, cancellation)
                : CaseAsync(input.Load(parsed, cancellation), Asked(new() { Lateness = 0 }), Show, how);

            Task<int> Show(IEnumerable<AnalysisChange.Looked> looks, string title) => ShowAsync(looks, title, parsed.GetValue(speed), how, cancellation);
        });
        return command;
    }

    private static async Task<int> CaseAsync(LoadedCase loaded, RunOptions options, Func<IEnumerable<AnalysisChange.Looked>, string, Task<int>> show, Output how)
    {
        if (!await Problems.ShowAsync(loaded, how).ConfigureAwait(false))
        {
            return ExitCode.Usage;
        }

        IEnumerable<AnalysisChange.Looked> looks;
        try
        {
            looks = Replay.Play(loaded.Policy, loaded.Snapshot!.Series, options, CanonicalPolicy.Hash(loaded.Policy));
        }
        catch (ArgumentException e)
        {
            await Console.Error.WriteLineAsync($"canaryjudge: {e.Message.Split(" (Parameter", 2)[0]}").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        return await show(looks, loaded.Name).ConfigureAwait(false);
    }

    private static async Task<int> ShowAsync(IEnumerable<AnalysisChange.Looked> looks, string title, double? speed, Output how, CancellationToken cancellation)
    {
        AnalysisChange.Looked? last = null;
        string? said = null;
        foreach (var looked in looks)
        {
            cancellation.ThrowIfCancellationRequested();
            if (speed is { } times && last is not null)
            {
                await Task.Delay(TimeSpan.FromTicks((long)((looked.Moment.Until - last.Moment.Until) / TimeSpan.NanosecondsPerTick / times)), cancellation).ConfigureAwait(false);
            }

            last = looked;
            if (how.Format == "json")
            {
                await Console.Out.WriteAsync(JsonLine(looked).AsMemory(), cancellation).ConfigureAwait(false);
            }
            else if (Changed(looked.Judgement) is var now && now != said)
            {
                said = now;
                await Console.Out.WriteLineAsync(LookLine.Of(looked).AsMemory(), cancellation).ConfigureAwait(false);
            }
        }

        if (last is null)
        {
            await Console.Error.WriteLineAsync("canaryjudge: there is nothing to play: the data have no rows.").ConfigureAwait(false);
            return ExitCode.NoData;
        }

        var text = how.Format == "json"
            ? EndLine(last)
            : $"\n{new TextReport().Render(last.Judgement, how.Style(title, $"Ended at look {Numbers.Count(last.Moment.Number)}, {Numbers.Duration(Elapsed(last))} after the first data.") with { Looks = (int)Math.Min(last.Moment.Number, int.MaxValue) })}";
        await Console.Out.WriteAsync(text.AsMemory(), cancellation).ConfigureAwait(false);
        return how.Code(ExitCode.Of(last.Judgement));
    }

    /// <summary>A line is worth printing when the verdict on a metric is another one.</summary>
    private static string Changed(Judgement judgement) =>
        string.Join(',', judgement.Metrics.OrderBy(m => m.Name, StringComparer.Ordinal).Select(m => $"{m.Name}:{m.Verdict}:{m.ReasonCode}"));

    private static TimeSpan Elapsed(AnalysisChange.Looked looked) => TimeSpan.FromTicks(looked.Moment.Elapsed / TimeSpan.NanosecondsPerTick);

    private static string JsonLine(AnalysisChange.Looked looked) => new JsonObject
    {
        ["look"] = looked.Moment.Number,
        ["time"] = LookLine.Time(looked),
        ["judgement"] = JsonNode.Parse(JsonReport.Write(looked.Judgement, indented: false)),
    }.ToJsonString(JsonOptions) + "\n";

    private static string EndLine(AnalysisChange.Looked last) => new JsonObject
    {
        ["verdict"] = last.Judgement.Verdict.ToString().ToUpperInvariant(),
        ["decidedAt"] = LookLine.Time(last),
        ["elapsedSeconds"] = Elapsed(last).TotalSeconds,
        ["looks"] = last.Moment.Number,
    }.ToJsonString(JsonOptions) + "\n";
}
