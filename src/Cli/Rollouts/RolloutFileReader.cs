using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Reports;
using CanaryJudge.Rollouts;
using CanaryJudge.Rollouts.Reading;
using CanaryJudge.Sources;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>Reads a rollout file: all mistakes at once, in its policy and controller too, each with its place.</summary>
internal sealed partial class RolloutFileReader
{
    private static readonly string[] Uncounted = ["points", "count"];
    private static readonly string[] NoticeKinds = ["webhook", "slack", "exec"];

    private readonly string _path;
    private readonly PlacedDocument _document;
    private readonly List<ProblemLine> _problems = [];

    private RolloutFileReader(string path, PlacedDocument document) => (_path, _document) = (path, document);

    private JsonObject Root => _document.Root;

    /// <summary>Reads a file.</summary>
    public static RolloutReading Load(string path)
    {
        var document = PlacedDocument.Load(path, out var problems);
        return document is null ? new(null, [.. problems.Select(LoadedCase.ToLine)]) : new RolloutFileReader(path, document).Read();
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{0,62}$", RegexOptions.ExplicitCapture, 60_000)]
    internal static partial Regex Id();

    private RolloutReading Read()
    {
        Exactly("apiVersion", "canaryjudge/v1");
        Exactly("kind", "Rollout");
        var name = ReadName();
        var reading = PlanReader.Read(Root);
        foreach (var problem in reading.Problems)
        {
            Error(problem.Path, $"{problem.Path} {problem.Message}", problem.IsKey);
        }

        var judge = ReadJudge();
        var (policy, policyText) = ReadPolicy(judge is not null);
        var (kind, settings) = ReadController();
        var (leave, notices) = (ReadOnStop(), ReadNotices());
        var source = ReadSource(policy);
        if (reading.Plan is { } plan)
        {
            CheckTraffic(plan, policy);
        }

        var isGood = _problems.TrueForAll(p => p.IsWarning);
        return new(
            isGood ? new()
            {
                Path = Path.GetFullPath(_path),
                Name = name!,
                Plan = reading.Plan!,
                Policy = policy,
                PolicyText = policyText,
                Judge = judge,
                Controller = kind!,
                ControllerSettings = settings,
                Source = source,
                LeaveOnStop = leave,
                Notices = notices,
            } : null,
            [.. _problems.OrderBy(p => p.File == _path ? 0 : 1).ThenBy(p => p.Line).ThenBy(p => p.Column)]);
    }

    private string? ReadName()
    {
        if (Text("name") is { } name && Id().IsMatch(name))
        {
            return name;
        }

        Error("name", Root.ContainsKey("name")
            ? "name must begin with a letter or digit and hold only a-z, 0-9, dots and dashes, at most 63."
            : "name is missing: what the rollout is called, as checkout-1.42. It is its id for ever.");
        return null;
    }

    private JudgePart? ReadJudge()
    {
        if (Root["judge"] is JsonObject judge)
        {
            Unknown("judge", judge, ["server", "bucket", "lateness"]);
            if (judge.ContainsKey("server") && (Text("server", judge) is { } server ? ServerOption.Problem(server) : "takes an address.") is { } problem)
            {
                Error("judge.server", $"judge.server {problem}");
            }

            return new(Text("server", judge) ?? "http://127.0.0.1:50051", Duration("judge", "bucket", judge), Duration("judge", "lateness", judge));
        }

        if (Root["judge"] is null)
        {
            return new("http://127.0.0.1:50051", null, null);
        }

        if (Text("judge") != "none")
        {
            Error("judge", "judge must be an object with server, or none.");
        }

        return null;
    }

    private (Policy? Policy, string? Text) ReadPolicy(bool hasJudge)
    {
        if (!hasJudge)
        {
            if (Root.ContainsKey("policy"))
            {
                Error("policy", "a policy needs a judge, but judge is none. Remove one of them.", isKey: true);
            }

            return default;
        }

        switch (Root["policy"])
        {
            case JsonObject inline:
                var text = inline.ToJsonString();
                var read = PolicyFile.ReadJson(text);
                foreach (var problem in read.Problems)
                {
                    Add(_document.At($"policy.{problem.Path}", problem.Message, isWarning: problem.IsWarning));
                }

                return (read.Policy, text);
            case JsonValue value:
                var file = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(_path))!, value.ToString());
                var loaded = PolicyFile.Load(file);
                _problems.AddRange(loaded.Problems.Select(LoadedCase.ToLine));
                return (loaded.Policy, loaded.Text);
            default:
                Error("policy", "policy is missing: the name of a policy file, or a policy. Without a judge write judge: none.");
                return default;
        }
    }

    private (TrafficKind? Kind, IReadOnlyDictionary<string, string> Settings) ReadController()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Root["controller"] is not JsonObject controller)
        {
            Error("controller", $"controller is missing: what moves the traffic. Kinds: {Kinds}.");
            return (null, settings);
        }

        foreach (var (key, value) in controller.Where(c => c.Key != "kind"))
        {
            if (value is JsonValue text)
            {
                settings[key] = text.ToString();
            }
            else
            {
                Error($"controller.{key}", $"controller.{key} must be a text.");
            }
        }

        var name = Text("kind", controller) ?? "";
        foreach (var problem in TrafficKinds.Problems(name, settings).Where(p => p.Path == "kind" || settings.ContainsKey(p.Path) || !controller.ContainsKey(p.Path)))
        {
            Error($"controller.{problem.Path}", problem.Message, isKey: settings.ContainsKey(problem.Path));
        }

        return (TrafficKinds.TryFind(name, out var kind) ? kind : null, settings);
    }

    private static string Kinds => string.Join(", ", TrafficKinds.All.Select(k => k.Name));

    private bool ReadOnStop()
    {
        var onStop = Text("onStop");
        if (Root.ContainsKey("onStop") && onStop is not ("rollback" or "leave"))
        {
            Error("onStop", "onStop must be rollback or leave.");
        }

        return onStop == "leave";
    }

    private List<NoticePart> ReadNotices()
    {
        var notices = new List<NoticePart>();
        if (Root["notify"] is null)
        {
            return notices;
        }

        if (Root["notify"] is not JsonArray list)
        {
            Error("notify", "notify must be a list, as [{webhook: \"https://…\"}].");
            return notices;
        }

        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is JsonObject { Count: 1 } one && one.First() is var (kind, value) && NoticeKinds.Contains(kind) && Notice(kind, value) is { } notice)
            {
                notices.Add(notice);
            }
            else
            {
                Error($"notify[{i}]", $"notify[{i}] must be webhook or slack with an address that begins with http and holds no user and password, or exec with a program, alone or as a list with its arguments.");
            }
        }

        return notices;
    }

    private static NoticePart? Notice(string kind, JsonNode? value) => (kind, value) switch
    {
        ("exec", JsonValue program) when program.ToString().Length > 0 => new(kind, program.ToString(), []),
        ("exec", JsonArray { Count: > 0 } command) when command.All(c => c is JsonValue) && command[0]!.ToString().Length > 0 => new(kind, command[0]!.ToString(), [.. command.Skip(1).Select(c => c!.ToString())]),
        ("webhook" or "slack", JsonValue address) when Uri.TryCreate(address.ToString(), UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", UserInfo.Length: 0 } => new(kind, address.ToString(), []),
        _ => null,
    };

    private SourceSettings? ReadSource(Policy? policy)
    {
        if (Root["source"] is null)
        {
            return null;
        }

        if (Root["source"] is not JsonObject source)
        {
            Error("source", $"source must be an object with a kind. Known: {string.Join(", ", SourceKinds.All.Names)}.");
            return null;
        }

        var reading = SourceKinds.Read(source, Path.GetDirectoryName(Path.GetFullPath(_path))!);
        foreach (var problem in reading.Problems.Concat(policy is null || reading.Settings is null ? [] : reading.Settings.Problems(policy)))
        {
            var path = problem.Path.Length == 0 ? "source" : $"source.{problem.Path}";
            Add(_document.At(path, $"{path}: {problem.Message}", isWarning: problem.IsWarning));
        }

        return reading.Settings;
    }

    private void CheckTraffic(RolloutPlan plan, Policy? policy)
    {
        var isUncounted = policy?.Metrics is { Count: > 0 } metrics && metrics.All(m => m.Kind is { } kind && Uncounted.Contains(kind));
        for (var i = 0; isUncounted && i < plan.Steps.Count; i++)
        {
            if (plan.Steps[i].Traffic > 0)
            {
                Error($"steps[{i}].traffic", "traffic counts requests, but the policy has only metrics of kind points and count, which have none.");
            }
        }
    }

    private void Exactly(string key, string value)
    {
        if (Root.ContainsKey(key) && Text(key) != value)
        {
            Error(key, $"{key} must be {value}.");
        }
    }

    private TimeSpan? Duration(string path, string key, JsonObject map)
    {
        if (!map.ContainsKey(key))
        {
            return null;
        }

        if (DurationText.TryParse(Text(key, map), out var seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        Error($"{path}.{key}", $"{path}.{key} must be a duration as 90s, 1h30m, or seconds.");
        return null;
    }

    private void Unknown(string path, JsonObject map, string[] known)
    {
        foreach (var key in map.Select(m => m.Key).Except(known, StringComparer.Ordinal))
        {
            Error($"{path}.{key}", $"{path}.{key} is not a key here. {NearestWord.Hint(key, known)}", isKey: true);
        }
    }

    private string? Text(string key, JsonObject? map = null) => (map ?? Root)[key] is JsonValue value ? value.ToString() : null;

    private void Error(string path, string message, bool isKey = false) => Add(_document.At(path, message, isKey));

    private void Add(LocatedProblem problem) => _problems.Add(LoadedCase.ToLine(problem));
}
