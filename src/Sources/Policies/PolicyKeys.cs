using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Health;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Policies.Shapes;

namespace CanaryJudge.Sources.Policies;

/// <summary>The table of a policy's keys: reader and JSON Schema both follow it.</summary>
internal static class PolicyKeys
{
    /// <summary>The kinds of metrics.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. MetricKinds.All.Names];

    /// <summary>The shape of a whole policy.</summary>
    /// <param name="methods">The names of tests that a metric may ask for.</param>
    public static MapShape<Policy> Policy(IReadOnlyCollection<string> methods) => new("a policy", () => new(), OfPolicy(methods))
    {
        Check = PolicyChecks.Run,
    };

    private static Key<Policy>[] OfPolicy(IReadOnlyCollection<string> methods) =>
    [
        new Key<Policy, string>("$schema", new TextShape(0, 2000), "The address of this schema, for editors; not read.", (p, _) => p),
        new Key<Policy, string>("apiVersion", Same("canaryjudge/v1"), "The version of this format.", (p, _) => p) { Default = "canaryjudge/v1" },
        new Key<Policy, string>("kind", Same("Policy"), "What this file is.", (p, _) => p) { Default = "Policy" },
        new Key<Policy, string>("name", new TextShape(0, 200), "The policy's name.", (p, v) => p with { Name = v }) { Default = "" },
        new Key<Policy, double>("alpha", Rate(), "The run's chance of failing an unchanged release, over all metrics and all looks.", (p, v) => p with { Alpha = v }) { Default = 0.05 },
        new Key<Policy, double>("beta", Rate(), "A metric's chance of passing when it is worse by its margin.", (p, v) => p with { Beta = v }) { Default = 0.05 },
        new Key<Policy, Decision>("decide", new DecideShape(), "How metrics make a judgement: any FAIL fails, or by the score.", (p, v) => p with { Score = v.Score }) { Default = "any" },
        new Key<Policy, ExpectedSplit>("split", new SplitShape(), "The canary's share of the traffic, 5%, which the data are held against; left out, not checked.", (p, v) => p with { Split = v }),
        new Key<Policy, JointPolicy>("joint", new JointShape(), "Whether the metrics are also looked at together: warn, off, guard, or {mode: guard, method: pca}.", (p, v) => p with { Joint = v }) { Default = "warn" },
        new Key<Policy, IReadOnlyList<WarningCode>>("health", new ListShape<WarningCode>(Words([.. HealthChecks.All]), "flaws such as clock-offset"), "Flaws of the comparison that turn a PASS into INCONCLUSIVE; left out, they are only warned about.", (p, v) => p with { Health = v }),
        new Key<Policy, Compatibility>("compatibility", Words<Compatibility>(new("none", Compatibility.None), new("kayenta", Compatibility.Kayenta)), "Whose rules judge: ours, or Kayenta's, known flaws included.", (p, v) => p with { Compatibility = v }) { Default = "none" },
        new Key<Policy, IReadOnlyList<MetricPolicy>>("metrics", Metrics(methods), "The metrics; left out, every metric in the data is judged with defaults.", (p, v) => p with { Metrics = v }),
    ];

    private static ListShape<MetricPolicy> Metrics(IReadOnlyCollection<string> methods) => new(
        new MapShape<MetricPolicy>("a metric", () => new() { Name = "" }, [.. Judged(), .. Handled(methods)]) { Check = MetricChecks.Run },
        "metrics",
        "name a metric, or leave the key out to judge every metric in the data with defaults.");

    private static Key<MetricPolicy>[] Judged() =>
    [
        new Key<MetricPolicy, string>("name", new TextShape(1, 200), "The metric's name, as in the data.", (m, v) => m with { Name = v }) { Required = true },
        new Key<MetricPolicy, string>("kind", Words([.. Kinds.Select(k => KeyValuePair.Create(k, k))]), "What the data are: raw observations, one number per interval, bad events of a total, events per exposure, or bucket counts; left out, inferred.", (m, v) => m with { Kind = v }),
        new Key<MetricPolicy, Direction>("direction", Words<Direction>(new("increase", Direction.Increase), new("decrease", Direction.Decrease), new("either", Direction.Either)), "Which way is worse; left out, inferred from the name, else increase.", (m, v) => m with { Direction = v }),
        new Key<MetricPolicy, Measure>("measure", new MeasureShape(), "The effect that is judged: shift (default of samples, points and histograms), mean, rate (of ratios and counts) or a quantile.", (m, v) => m with { Measure = v }),
        new Key<MetricPolicy, IReadOnlyList<Measure.Quantile>>("guards", new ListShape<Measure.Quantile>(new QuantileShape(), "quantiles such as p99"), "Quantiles that can fail the metric but are not needed to pass it; [] is none.", (m, v) => m with { Guards = v }),
        new Key<MetricPolicy, Allowance>("tolerance", new AllowanceShape(), "Harm up to this is not worth failing: 5%, 0.5pp or {relative: 5%, absolute: 20}.", (m, v) => m with { Tolerance = v }),
        new Key<MetricPolicy, Allowance>("margin", new AllowanceShape(), "Harm of this size must not be let through: 25%, 0.5pp or {relative: 25%, absolute: 20}.", (m, v) => m with { Margin = v }),
    ];

    private static Key<MetricPolicy>[] Handled(IReadOnlyCollection<string> methods) =>
    [
        new Key<MetricPolicy, bool>("critical", new FlagShape(), "Its FAIL fails the judgement in every policy, and it owns three shares of the error budget.", (m, v) => m with { Critical = v }) { Default = false },
        new Key<MetricPolicy, bool>("muted", new FlagShape(), "Shown, but decides nothing.", (m, v) => m with { Muted = v }) { Default = false },
        new Key<MetricPolicy, double>("weight", new NumberShape(0, 1e9, closed: false, "the default is 1"), "Weight in the score.", (m, v) => m with { Weight = v }) { Default = 1 },
        new Key<MetricPolicy, string>("group", new TextShape(0, 200), "The group that the metric belongs to.", (m, v) => m with { Group = v }) { Default = "" },
        new Key<MetricPolicy, string>("unit", new TextShape(0, 40), "The unit; left out, read from the name.", (m, v) => m with { Unit = v }),
        new Key<MetricPolicy, Missing>("missing", Words<Missing>(new("fail", Missing.Fail), new("inconclusive", Missing.Inconclusive), new("pass", Missing.Pass), new("zero", Missing.Zero)), "What no data means.", (m, v) => m with { Missing = v }) { Default = "inconclusive" },
        new Key<MetricPolicy, Outliers>("outliers", Words<Outliers>(new("keep", Outliers.Keep), new("remove", Outliers.Remove)), "What to do with outliers.", (m, v) => m with { Outliers = v }) { Default = "keep" },
        new Key<MetricPolicy, TimeSpan>("warmup", new DurationShape(), "Data of this first stretch are left out: 90s, 5m, 1h30m.", (m, v) => m with { Warmup = v }) { Default = "0s" },
        new Key<MetricPolicy, string>("method", Words([.. methods.Prepend("auto").Distinct(StringComparer.Ordinal).Select(k => KeyValuePair.Create(k, k))]), "The test; auto takes the kind's.", (m, v) => m with { Method = v }) { Default = "auto" },
        new Key<MetricPolicy, bool>("independent", new FlagShape(), "Counts and ratios: events are known to be independent.", (m, v) => m with { Independent = v }) { Default = false },
        new Key<MetricPolicy, string>("cluster", new TextShape(1, 200), "Samples: the label or column that holds the user or session key.", (m, v) => m with { Cluster = v }),
    ];

    private static WordShape<string> Same(string word) => Words(KeyValuePair.Create(word, word));

    private static WordShape<T> Words<T>(params KeyValuePair<string, T>[] words)
        where T : notnull => new(words);

    private static NumberShape Rate() => new(0, 0.5, closed: false, "0.05 is 5%");
}
