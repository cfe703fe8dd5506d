using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using CanaryJudge.AnalysisServer;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;
using CanaryJudge.Sources.Cases;

namespace CanaryJudge.Cli.Commands;

/// <summary><c>canaryjudge batch DIR</c>: judges a folder of cases and says which expectations hold.</summary>
internal static class BatchCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("batch", """
            Judges every case in a folder: folders with data.csv or with baseline.csv and canary.csv, and CSV files.
            Where a case has an expected.yaml, says whether the judgement is as expected.

            Examples:
              canaryjudge batch data/fixtures
              canaryjudge batch history/ --output json > judgements.jsonl
              canaryjudge batch history/ --report junit=cases.xml
              canaryjudge batch history/ --judge kayenta

            Exits with the worst case in the order 2, 1, 4, 3, 0; where every case has expectations with 0 if all
            hold and 1 if not (2 if a case cannot be read).
            """);
        var directory = new Argument<string>("DIR") { Description = "The folder; its subfolders are searched too." };
        var output = new OutputOptions(BatchFormats.All.Names);
        var split = SplitOption.New();
        var skipBadRows = new Option<bool>("--skip-bad-rows") { Description = "Count rows that cannot be read instead of refusing the file." };
        command.Arguments.Add(directory);
        var judge = JudgeOption.New();
        command.Options.Add(judge);
        command.Options.Add(split);
        command.Options.Add(skipBadRows);
        output.AddTo(command);
        command.SetAction((parsed, interruption) =>
        {
            var how = output.Of(parsed);
            return Limit.RunAsync(how.Timeout, cancellation => RunAsync(parsed.GetValue(directory)!, parsed.GetValue(judge)!, parsed.GetValue(skipBadRows), parsed.GetValue(split), how, cancellation), interruption);
        });
        return command;
    }

    private static async Task<int> RunAsync(string directory, string judge, bool skipBadRows, double? split, Output how, CancellationToken cancellation)
    {
        if (!Directory.Exists(directory))
        {
            await Console.Error.WriteLineAsync($"canaryjudge: there is no folder '{directory}'").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        var places = CaseFolder.Find(directory);
        if (places.Count == 0)
        {
            await Console.Error.WriteLineAsync($"canaryjudge: no case in '{directory}': a case is a CSV file, or a folder with data.csv or with baseline.csv and canary.csv").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        var started = TimeProvider.System.GetTimestamp();
        var results = new CaseResult[places.Count];
        using var progress = new Progress(places.Count);
        await Parallel.ForAsync(0, places.Count, cancellation, (i, token) =>
        {
            results[i] = Judge(places[i], judge, skipBadRows, split, token);
            progress.Done();
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        progress.Clear();
        var duration = TimeProvider.System.GetElapsedTime(started);
        foreach (var result in results)
        {
            await how.SayAsync($"read {result.DataPath}{(result.Judgement is { } judgement ? $", judged {judgement.Metrics.Count} metrics" : "")}").ConfigureAwait(false);
        }

        foreach (var result in results.Where(r => r.Loaded.Problems.Count > 0))
        {
            await Problems.ShowAsync(result.Loaded, how).ConfigureAwait(false);
        }

        BatchLine[] lines = [.. results.Select(r => r.ToLine(directory))];
        await how.WriteAsync(
            (format, style) => BatchFormats.All.TryFind(format, out var report) ? report.Render(lines, style, duration) : string.Concat(results.Select(JsonLine)),
            how.Style("", ""),
            cancellation).ConfigureAwait(false);
        return how.Code(Code(results));
    }

    private static CaseResult Judge(CasePlace place, string judge, bool skipBadRows, double? split, CancellationToken cancellation)
    {
        var loaded = LoadedCase.Read(place, new() { SkipBadRows = skipBadRows }, cancellation).WithSplit(split);
        return new(loaded, loaded.IsReadable ? Evaluation.Of(JudgeOption.Under(loaded.Policy, judge), loaded.Snapshot!, 0, cancellation) : null, place.DataPath);
    }

    private static int Code(CaseResult[] results)
    {
        if (Array.Exists(results, r => r.Judgement is null))
        {
            return ExitCode.Usage;
        }

        return Array.TrueForAll(results, r => r.AsExpected is not null)
            ? Array.TrueForAll(results, r => r.AsExpected == true) ? ExitCode.Pass : ExitCode.Fail
            : ExitCode.Worst(results.Select(r => ExitCode.Of(r.Judgement!)));
    }

    private static string JsonLine(CaseResult result)
    {
        var line = new JsonObject { ["case"] = result.Loaded.Name };
        if (result.Judgement is { } judgement)
        {
            line["judgement"] = JsonNode.Parse(JsonReport.Write(judgement, indented: false));
        }
        else
        {
            line["problems"] = new JsonArray([.. result.Loaded.Problems.Select(p => (JsonNode)p.ToString())]);
        }

        if (result.Loaded.Expected is { } expected)
        {
            line["expected"] = expected.Verdict.ToString().ToUpperInvariant();
            line["asExpected"] = result.AsExpected;
        }

        return line.ToJsonString(JsonOptions) + "\n";
    }

    private static readonly JsonSerializerOptions JsonOptions = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One case and what became of it.</summary>
    private sealed record CaseResult(LoadedCase Loaded, Judgement? Judgement, string DataPath)
    {
        /// <summary>Whether everything that is expected holds; null without expectations or without a judgement.</summary>
        public bool? AsExpected => Loaded.Expected is not { } expected || Judgement is not { } judgement
            ? null
            : judgement.Verdict == expected.Verdict
                && (expected.ReasonCode is not { } code || code == judgement.ReasonCode)
                && expected.Metrics.All(e => judgement.Metrics.Any(m => m.Name == e.Key && m.Verdict == e.Value));

        public BatchLine ToLine(string directory) => new(Loaded.Name, Judgement, Judgement is null ? Loaded.Problems.FirstOrDefault(p => !p.IsWarning)?.Message ?? "cannot be read" : null, Loaded.Expected?.Verdict, AsExpected)
        {
            Command = $"canaryjudge judge {Path.Combine(directory, Loaded.Name)}",
        };
    }
}
