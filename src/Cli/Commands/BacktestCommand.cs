using System.CommandLine;
using System.Text.Json.Nodes;
using CanaryJudge.AnalysisServer;
using CanaryJudge.Judging.Reports;
using CanaryJudge.Sources.Cases;
using CanaryJudge.Sources.Csv;

namespace CanaryJudge.Cli.Commands;

/// <summary><c>canaryjudge backtest DIR</c>: judges labelled pairs and says what was caught, missed and failed by mistake.</summary>
internal static class BacktestCommand
{
    private static readonly string[] Formats = ["text", "json"];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("backtest", """
            Judges labelled pairs and says what was caught, what was missed and what failed by mistake.
            The folder holds an index.csv with the columns id, baseline_file, canary_file, main_metric, kind, direction
            and label (pass or fail), and if known construction, exchangeable and strength.

            Examples:
              canaryjudge backtest history/
              canaryjudge backtest history/ --output json > verdicts.jsonl
              canaryjudge backtest history/ --judge kayenta

            Exits with 0 when all pairs could be judged, else with 2.
            """);
        var directory = new Argument<string>("DIR") { Description = "The folder with index.csv." };
        var output = new Option<string>("--output", "-o") { Description = "text, or json: one object a line, a summary last.", DefaultValueFactory = _ => "text", HelpName = "FORMAT" };
        output.OnlyFrom(Formats);
        var ascii = new Option<bool>("--ascii") { Description = "Print ASCII only; the default where the locale is not UTF-8." };
        var judge = JudgeOption.New();
        command.Arguments.Add(directory);
        command.Options.Add(judge);
        command.Options.Add(output);
        command.Options.Add(ascii);
        command.SetAction(async (parsed, cancellation) =>
        {
            var how = new Output { Format = parsed.GetValue(output)!, Ascii = parsed.GetValue(ascii) || !Terminal.IsUtf8 };
            var pairs = LabelledIndex.Read(parsed.GetValue(directory)!, out var problems);
            var (rows, bad) = problems.Count == 0 ? await JudgeAllAsync(pairs, parsed.GetValue(judge)!, cancellation).ConfigureAwait(false) : ([], problems);
            if (bad.Count > 0)
            {
                var lines = bad.Select(p => new ProblemLine(p.File, (int)p.Line, p.Column, 1, p.Message, IsWarning: false, SourceLine: null));
                await Console.Error.WriteAsync(ProblemReport.Render([.. lines], how.Style("", "") with { Color = false })).ConfigureAwait(false);
                return ExitCode.Usage;
            }

            var text = how.Format == "json" ? string.Concat(rows.Select(Json)) + Summary(rows) : BacktestReport.Render(rows, how.Style("", ""));
            await Console.Out.WriteAsync(text.AsMemory(), cancellation).ConfigureAwait(false);
            return ExitCode.Pass;
        });
        return command;
    }

    private static async Task<(BacktestRow[] Rows, IReadOnlyList<DataProblem> Problems)> JudgeAllAsync(IReadOnlyList<LabelledPair> pairs, string judge, CancellationToken cancellation)
    {
        var rows = new BacktestRow?[pairs.Count];
        var bad = new IReadOnlyList<DataProblem>[pairs.Count];
        using var progress = new Progress(pairs.Count);
        await Parallel.ForAsync(0, pairs.Count, cancellation, (i, token) =>
        {
            var pair = pairs[i];
            var policy = JudgeOption.Under(new() { Name = pair.Id, Metrics = [new() { Name = pair.Metric, Kind = pair.Kind, Direction = pair.Direction }] }, judge);
            var data = pair.BaselinePath == pair.CanaryPath
                ? CsvData.Read(pair.BaselinePath, policy, new(), token)
                : CsvData.ReadPair(pair.BaselinePath, pair.CanaryPath, policy, new(), token);
            bad[i] = data.Snapshot is null ? data.Problems : [];
            rows[i] = data.Snapshot is { } snapshot
                ? new(pair.Id, pair.IsFault, pair.Construction, pair.Exchangeable, pair.Strength, Evaluation.Of(policy, snapshot, 0, token))
                : null;
            progress.Done();
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        progress.Clear();
        return ([.. rows.OfType<BacktestRow>()], [.. bad.SelectMany(b => b)]);
    }

    private static string Json(BacktestRow row) => new JsonObject
    {
        ["id"] = row.Id,
        ["label"] = row.IsFault ? "fail" : "pass",
        ["construction"] = row.Construction,
        ["exchangeable"] = row.Exchangeable,
        ["strength"] = row.Strength,
        ["verdict"] = row.Judgement.Verdict.ToString().ToUpperInvariant(),
        ["reasonCode"] = AnalysisServer.Mapping.ToWire.ReasonCodeName(row.Judgement.ReasonCode),
    }.ToJsonString() + "\n";

    private static string Summary(BacktestRow[] rows) => new JsonObject
    {
        ["pairs"] = rows.Length,
        ["plainFaults"] = rows.Count(r => r.IsFault && r.Strength != "weak"),
        ["caught"] = rows.Count(r => r.IsFault && r.Strength != "weak" && !r.IsMiss),
        ["healthySideBySide"] = rows.Count(r => !r.IsFault && r.Exchangeable != "no"),
        ["falseAlarms"] = rows.Count(r => r.IsFalseAlarm),
    }.ToJsonString() + "\n";
}
