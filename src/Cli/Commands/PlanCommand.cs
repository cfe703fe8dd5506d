using System.CommandLine;
using System.Text.Json.Nodes;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Reports;
using CanaryJudge.Sources.Csv;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Cli.Commands;

/// <summary><c>canaryjudge plan POLICY</c>: traffic and time to a decision.</summary>
internal static class PlanCommand
{
    private static readonly string[] Formats = ["text", "json"];
    private static readonly double[] UsualWeights = [0.05, 0.25, 0.5];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("plan", """
            Says how much traffic and time a policy takes to decide, at the weights that are planned.
            Noise, rates and traffic come from a history where there is one (CSV, as for judge); else typical ones are taken, and said.

            Examples:
              canaryjudge plan policy.yaml --traffic 3000/min
              canaryjudge plan policy.yaml --history last-week.csv --weight 5% --weight 50% --max 1h
              canaryjudge plan policy.yaml --traffic 50/s --one-look --output json
            """);
        var file = new Argument<string>("POLICY") { Description = "A policy file, YAML or JSON." };
        var traffic = new Option<double?>("--traffic")
        {
            Description = "Requests of both arms together: 50/s, 3000/min, 2000000/d; a bare number is per minute.",
            HelpName = "RATE",
            CustomParser = r => TrafficText.PerMinute(r.Tokens[0].Value) is { } rate ? rate : Refuse(r, $"'{r.Tokens[0].Value}': --traffic takes a number above 0 with /s, /min, /h or /d."),
        };
        var history = new Option<string?>("--history") { Description = "CSV to learn noise, rates and traffic from.", HelpName = "PATH" };
        var weight = new Option<double[]>("--weight")
        {
            Description = "The canary's share of the traffic; may be repeated. Default: 5%, 25%, 50%.",
            HelpName = "SHARE",
            DefaultValueFactory = _ => UsualWeights,
            CustomParser = r => [.. r.Tokens.Select(t => SplitText.Parse(t.Value) ?? Refuse(r, $"'{t.Value}': --weight takes a share above 0% and below 100%: 5%.") ?? 0)],
        };
        var planned = DurationOption.New("--max", "The time that is planned; what takes longer is marked.");
        var oneLook = new Option<bool>("--one-look") { Description = "Judge once, at the end; else whenever a bucket closes." };
        var output = new Option<string>("--output", "-o") { Description = "text, or json: one object.", DefaultValueFactory = _ => "text", HelpName = "FORMAT" };
        output.OnlyFrom(Formats);
        var ascii = new Option<bool>("--ascii") { Description = "Print ASCII only; the default where the locale is not UTF-8." };
        command.Arguments.Add(file);
        foreach (Option option in new Option[] { traffic, history, weight, planned, oneLook, output, ascii })
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancellation) =>
        {
            var how = new Output { Format = parsed.GetValue(output)!, Ascii = parsed.GetValue(ascii) || !Terminal.IsUtf8 };
            var path = parsed.GetValue(file)!;
            var reading = PolicyFile.Load(path);
            var loaded = new LoadedCase { Name = reading.Policy?.Name is { Length: > 0 } name ? name : path, Policy = reading.Policy ?? Policy.Inferred, Problems = [.. reading.Problems.Select(LoadedCase.ToLine)], Snapshot = new([]) };
            if (reading.Policy is not null && parsed.GetValue(history) is { } past)
            {
                loaded = loaded.With(CsvData.Read(past, reading.Policy, new(), cancellation), past);
            }

            if (!await Problems.ShowAsync(loaded, how).ConfigureAwait(false) || reading.Policy is not { } policy)
            {
                return ExitCode.Usage;
            }

            if (policy.Metrics is not { Count: > 0 } || policy.Compatibility == Compatibility.Kayenta)
            {
                await Console.Error.WriteLineAsync($"canaryjudge: {path}: a plan needs a policy of our own rules that names its metrics").ConfigureAwait(false);
                return ExitCode.Usage;
            }

            var weights = parsed.GetValue(weight)!;
            var looks = !parsed.GetValue(oneLook);
            var metrics = Metrics(policy, loaded.Snapshot!, parsed.GetValue(traffic), looks);
            var text = how.Format == "json" ? Json(metrics, weights, looks) + "\n" : PlanReport.Render(metrics, weights, parsed.GetValue(planned), looks, how.Style(loaded.Name, ""));
            await Console.Out.WriteAsync(text.AsMemory(), cancellation).ConfigureAwait(false);
            return ExitCode.Pass;
        });
        return command;
    }

    private static List<(MetricNeeds Needs, Assumption Assumed)> Metrics(Policy policy, Snapshot past, double? traffic, bool looks)
    {
        var found = new List<(MetricNeeds, Assumption)>();
        foreach (var metric in policy.Metrics!.Where(m => !m.Muted))
        {
            Series[] series = [.. past.Series.Where(s => s.Metric == metric.Name)];
            var known = metric with { Kind = metric.Kind ?? (series.Length > 0 ? series[0].Data.Kind : "samples") };
            var assumed = Learned.Of(series) ?? Assumption.Typical(known.Kind!);
            assumed = assumed with { PerMinute = traffic ?? assumed.PerMinute };
            found.Add((new(policy with { Metrics = [.. policy.Metrics!.Select(m => ReferenceEquals(m, metric) ? known : m)] }, known, assumed, looks), assumed));
        }

        return found;
    }

    private static string Json(List<(MetricNeeds Needs, Assumption Assumed)> metrics, double[] weights, bool looks) => new JsonObject
    {
        ["looks"] = looks,
        ["metrics"] = new JsonArray([.. metrics.Select(m => (JsonNode)new JsonObject
        {
            ["name"] = m.Needs.Plan.Name,
            ["kind"] = m.Needs.Plan.Kind,
            ["assumed"] = PlanReport.Assumed(m.Needs.Plan, m.Assumed),
            ["learned"] = m.Assumed.IsLearned,
            ["at"] = new JsonArray([.. weights.Select(w => (JsonNode)new JsonObject { ["weight"] = w, ["toFail"] = Json(m.Needs.ToFail(w)), ["toPass"] = Json(m.Needs.ToPass(w)) })]),
        })]),
    }.ToJsonString();

    private static JsonObject? Json(Need? need) => need is null || double.IsInfinity(need.Canary) ? null : new JsonObject { ["canary"] = Math.Ceiling(need.Canary), ["seconds"] = need.Duration?.TotalSeconds };

    private static double? Refuse(System.CommandLine.Parsing.ArgumentResult result, string message)
    {
        result.AddError(message);
        return null;
    }
}
