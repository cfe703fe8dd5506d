using System.Text.Json;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kayenta;
using CanaryJudge.Sources.Kayenta;

namespace CanaryJudge.Sources.Policies;

/// <summary>Reads a Kayenta canary config that is given as a policy.</summary>
/// <remarks>As forgiving and as strict as Kayenta's judge: unknown keys are ignored, wrong types refused. Thresholds are those of <c>classifier.scoreThresholds</c>.</remarks>
public static class CanaryConfigFile
{
    private const string Judge = "NetflixACAJudge-v1.0";

    private static readonly string[] Signs = ["classifier", "judge", "configVersion", "templates"];

    /// <summary>Reads a config.</summary>
    /// <param name="json">Strict JSON; a byte order mark is ignored.</param>
    /// <param name="fileName">The name that problems show.</param>
    public static PolicyReading Read(string json, string fileName)
    {
        ArgumentNullException.ThrowIfNull(json);
        json = json.TrimStart('\uFEFF');
        var problems = new ProblemList(fileName, json);
        var policy = TextDocument.Parse(json, fileName, jsonOnly: true, problems) is { } root ? Interpret(json, root, problems) : null;
        return new(problems.HasErrors ? null : policy, problems.InOrder()) { Text = json };
    }

    /// <summary>Whether a document is meant as a canary config: it has keys of one, and none that only a policy has.</summary>
    /// <param name="root">The document.</param>
    /// <param name="text">Its text: Kayenta's configs are JSON.</param>
    internal static bool IsConfig(Node root, string text) => root is MapNode map
        && text.AsSpan().TrimStart().StartsWith('{')
        && map.Find("apiVersion") is null
        && map.Find("kind") is null
        && (Array.Exists(Signs, s => map.Find(s) is not null)
            || (map.Find("metrics")?.Value as ListNode)?.Items.Any(m => m is MapNode metric && (metric.Find("analysisConfigurations") is not null || metric.Find("query") is not null)) == true);

    private static Policy? Interpret(string json, Node root, ProblemList problems)
    {
        using var document = JsonDocument.Parse(json);
        var found = new List<PolicyProblem>();
        var config = new Spot(document.RootElement, "", found);
        if (!config.IsMap)
        {
            problems.Error(root.Place, "", $"a canary config must be an object; this is {config.Noun}.");
            return null;
        }

        var names = Names(config);
        var read = CanaryConfigReading.Of(config, names.Keys.ToHashSet(StringComparer.Ordinal));
        found.AddRange(read.Metrics.Where(m => m.Problem is not null).Select(m => new PolicyProblem($"metrics[{names[m.Name]}]", m.Problem!)));
        var thresholds = config["classifier"]["scoreThresholds"];
        var score = new ScoreRule(Threshold(thresholds["pass"], PolicyConfig.DefaultThresholds.Pass), Threshold(thresholds["marginal"], PolicyConfig.DefaultThresholds.Marginal));
        found.AddRange(Doubts(config));
        foreach (var problem in found.Distinct().ToArray())
        {
            Add(problem, root, problems);
        }

        return new()
        {
            Name = config["name"].Text() ?? "",
            Compatibility = Compatibility.Kayenta,
            CanaryConfig = read,
            Score = score,
            Metrics = [.. read.Metrics.Select(m => new MetricPolicy { Name = m.Name, Direction = m.Direction, Critical = m.Critical, Muted = m.Muted, Group = string.Join(", ", m.Groups ?? []) })],
        };
    }

    /// <summary>Where each metric stands; of several with one name the first counts.</summary>
    private static Dictionary<string, int> Names(Spot config)
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        if (config["metrics"].Element.ValueKind != JsonValueKind.Array)
        {
            return names;
        }

        foreach (var (metric, index) in config["metrics"].Items().Select((m, i) => (m, i)))
        {
            if (metric["name"].Text() is { Length: > 0 } name)
            {
                names.TryAdd(name, index);
            }
            else
            {
                metric.Report("A metric must have a name.");
            }
        }

        return names;
    }

    private static double Threshold(Spot spot, double missing)
    {
        var read = spot.IsNothing ? missing : spot.Number();
        if (!double.IsFinite(read) && spot.Problems.TrueForAll(p => p.Path != spot.Path))
        {
            spot.Report("A threshold must be finite.");
        }

        return read;
    }

    /// <summary>What is fine for Kayenta's judge but may not be meant so.</summary>
    private static IEnumerable<PolicyProblem> Doubts(Spot config)
    {
        if (config["judge"]["name"].Text() is { } judge && judge != Judge)
        {
            yield return new("judge.name", $"this config asks for another judge; it is judged as by {Judge}.") { IsWarning = true };
        }

        var thresholds = config["classifier"]["scoreThresholds"];
        if (thresholds["pass"].IsNothing || thresholds["marginal"].IsNothing)
        {
            yield return new(thresholds.IsNothing ? "classifier" : "classifier.scoreThresholds", "Kayenta gets both score thresholds from its caller; here they come from classifier.scoreThresholds, by default pass 95 and marginal 75.") { IsWarning = true };
        }
    }

    private static void Add(PolicyProblem problem, Node root, ProblemList problems)
    {
        var place = PathPlace.Of(root, problem.Path);
        if (problem.IsWarning)
        {
            problems.Warn(place, problem.Path, problem.Message);
        }
        else
        {
            problems.Error(place, problem.Path, problem.Message);
        }
    }
}
