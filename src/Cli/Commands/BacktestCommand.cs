using System.CommandLine;
using System.Text.Json.Nodes;
using CanaryJudge.AnalysisServer;
using CanaryJudge.Judging.Backtests;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
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
            and label (pass or fail), and if known construction, exchangeable and strength. A series.csv with labelled single
            series and a multi.csv with tables of many metrics are tried as well. Other rules run beside: Kayenta's, 3 sigma.

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
            var folder = parsed.GetValue(directory)!;
            var pairs = LabelledIndex.Read(folder, out var problems);
            var series = LabelledTables.Series(folder, out var ofSeries);
            var tables = LabelledTables.Tables(folder, out var ofTables);
            DataProblem[] all = [.. problems, .. ofSeries, .. ofTables];
            var (tried, bad) = all.Length == 0 ? await JudgeAllAsync(pairs, parsed.GetValue(judge)!, cancellation).ConfigureAwait(false) : ([], all);
            if (bad.Count > 0)
            {
                var lines = bad.Select(p => new ProblemLine(p.File, (int)p.Line, p.Column, 1, p.Message, IsWarning: false, SourceLine: null));
                await Console.Error.WriteAsync(ProblemReport.Render([.. lines], how.Style("", "") with { Color = false })).ConfigureAwait(false);
                return ExitCode.Usage;
            }

            BacktestRow[] rows = [.. tried.Select(t => t.Row)];
            var findings = new BacktestFindings(
                BacktestFindings.Sum(tried.Select(t => t.Rules)),
                [.. tried.SelectMany(t => t.Courses)],
                BacktestFindings.Sum(series.Select(SeriesTrial.Of)),
                series.Count,
                BacktestFindings.Sum(tables.Select(t => TableTrial.Of(t, JointDetectors.All, cancellation))),
                tables.Count);
            var text = how.Format == "json"
                ? string.Concat(rows.Select(Json)) + Summary(rows, findings)
                : BacktestReport.Render(rows, how.Style("", "")) + FindingsReport.Render(findings, how.Style("", ""));
            await Console.Out.WriteAsync(text.AsMemory(), cancellation).ConfigureAwait(false);
            return ExitCode.Pass;
        });
        return command;
    }

    private static async Task<(IReadOnlyList<Tried> Tried, IReadOnlyList<DataProblem> Problems)> JudgeAllAsync(IReadOnlyList<LabelledPair> pairs, string judge, CancellationToken cancellation)
    {
        var tried = new Tried?[pairs.Count];
        var bad = new IReadOnlyList<DataProblem>[pairs.Count];
        using var progress = new Progress(pairs.Count);
        await Parallel.ForAsync(0, pairs.Count, cancellation, (i, token) =>
        {
            var pair = pairs[i];
            var data = pair.Read(token);
            bad[i] = data.Snapshot is null ? data.Problems : [];
            tried[i] = data.Snapshot is { } snapshot ? Try(pair, pair.Policy, snapshot, judge, token) : null;
            progress.Done();
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        progress.Clear();
        return ([.. tried.OfType<Tried>()], [.. bad.SelectMany(b => b)]);
    }

    /// <summary>The verdict that was asked for, the other rules beside it, and the courses that the pair's values make.</summary>
    private static Tried Try(LabelledPair pair, Policy policy, Snapshot snapshot, string judge, CancellationToken cancellation)
    {
        var row = new BacktestRow(pair.Id, pair.IsFault, pair.Construction, pair.Exchangeable, pair.Strength, Evaluation.Of(JudgeOption.Under(policy, judge), snapshot, 0, cancellation));
        return new(
            row,
            [
                Rule(JudgeOption.Ours, Evaluation.Of(policy, snapshot, 0, cancellation).Verdict == Verdict.Fail),
                Rule(JudgeOption.Kayenta, Evaluation.Of(JudgeOption.Under(policy, JudgeOption.Kayenta), snapshot, 0, cancellation).Verdict == Verdict.Fail),
                Rule(ThreeSigma.Name, ThreeSigma.Alarms(snapshot, pair.Metric, pair.Direction)),
            ],
            pair.Strength == "weak" ? [] : CourseTrial.Of(snapshot, pair.Metric, pair.Direction, pair.IsFault));

        Detections Rule(string name, bool alarms)
        {
            bool fault = pair.IsFault && pair.Strength != "weak", healthy = !pair.IsFault && pair.Exchangeable != "no";
            return new(name, fault && alarms ? 1 : 0, fault ? 1 : 0, healthy && alarms ? 1 : 0, healthy ? 1 : 0);
        }
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

    private static string Summary(BacktestRow[] rows, BacktestFindings findings) => new JsonObject
    {
        ["pairs"] = rows.Length,
        ["plainFaults"] = rows.Count(r => r.IsFault && r.Strength != "weak"),
        ["caught"] = rows.Count(r => r.IsFault && r.Strength != "weak" && !r.IsMiss),
        ["healthySideBySide"] = rows.Count(r => !r.IsFault && r.Exchangeable != "no"),
        ["falseAlarms"] = rows.Count(r => r.IsFalseAlarm),
        ["rules"] = Rules(findings.Pairs),
        ["courses"] = new JsonArray([.. findings.Courses.GroupBy(c => c.Truth).OrderBy(g => g.Key).Select(g => new JsonObject
        {
            ["truth"] = g.Key.ToString().ToLowerInvariant(),
            ["named"] = new JsonObject(g.GroupBy(c => c.Name).OrderBy(n => n.Key).Select(n => KeyValuePair.Create<string, JsonNode?>(n.Key.ToString().ToLowerInvariant(), n.Count()))),
        })]),
        ["changeDistance"] = findings.Changes().Distance,
        ["series"] = Rules(findings.Series),
        ["tables"] = Rules(findings.Tables),
    }.ToJsonString() + "\n";

    private static JsonArray Rules(IReadOnlyList<Detections> rules) => new([.. rules.Select(r => new JsonObject
    {
        ["rule"] = r.Rule,
        ["found"] = r.Found,
        ["faults"] = r.Faults,
        ["alarms"] = r.Alarms,
        ["healthy"] = r.Healthy,
        ["precision"] = r.Precision,
        ["recall"] = r.Recall,
        ["f1"] = r.F1,
    })]);

    /// <summary>What was tried on one pair.</summary>
    /// <param name="Row">The verdict that was asked for.</param>
    /// <param name="Rules">Each rule's count of this pair.</param>
    /// <param name="Courses">The courses that its values make.</param>
    private sealed record Tried(BacktestRow Row, IReadOnlyList<Detections> Rules, IReadOnlyList<CourseTrial.Named> Courses);
}
