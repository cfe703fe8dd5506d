using System.Text.RegularExpressions;
using CanaryJudge.Sources.Policies;
using CanaryJudge.Sources.Policies.Shapes;

namespace CanaryJudge.Sources.Prometheus;

/// <summary>The keys of a source of kind <c>prometheus</c>.</summary>
internal static partial class PrometheusKeys
{
    private const int LongestQuery = 10_000;

    /// <summary>What may be written.</summary>
    public static MapShape<PrometheusSettings> Shape { get; } = new(
        "a Prometheus source",
        () => new(),
        [
            new Key<PrometheusSettings, string>("url", new TextShape(1, 2000), "Where its API begins: what comes before /api/v1.", (s, v) => s with { Url = v }) { Required = true },
            new Key<PrometheusSettings, TimeSpan>("step", new DurationShape(), "The width of an interval, whole seconds.", (s, v) => s with { Step = v }) { Default = "30s" },
            new Key<PrometheusSettings, TimeSpan>("window", new DurationShape(), "What $window stands for; left out, the step.", (s, v) => s with { Window = v }),
            new Key<PrometheusSettings, TimeSpan>("delay", new DurationShape(), "How long after its end an interval is read.", (s, v) => s with { Delay = v }) { Default = "10s" },
            new Key<PrometheusSettings, TimeSpan>("timeout", new DurationShape(), "How long one request may take.", (s, v) => s with { Timeout = v }) { Default = "30s" },
            new Key<PrometheusSettings, double>("maxAnswerMiB", new NumberShape(1, 1024, closed: true, "the default is 32"), "The largest answer.", (s, v) => s with { MaxAnswerMiB = v }) { Default = 32 },
            new Key<PrometheusSettings, ArmVariables>("arms", Arms(), "Variables of the queries, by arm.", (s, v) => s with { Arms = v }) { Required = true },
            new Key<PrometheusSettings, PrometheusLogin>("auth", Login(), "Who asks; secrets stay in files.", (s, v) => s with { Login = v }),
            new Key<PrometheusSettings, TlsFiles>("tls", Tls(), "Certificates as PEM files; left out, those of the system.", (s, v) => s with { Tls = v }),
            new Key<PrometheusSettings, IReadOnlyDictionary<string, string>>("headers", new NamedShape<string>(new TextShape(0, 1000), "names to values"), "Further headers, such as a tenant's.", (s, v) => s with { Headers = v }),
            new Key<PrometheusSettings, IReadOnlyDictionary<string, MetricQuery>>("metrics", new NamedShape<MetricQuery>(Metric(), "metrics to queries"), "What to ask for each metric of the policy.", (s, v) => s with { Metrics = v }) { Required = true },
        ])
    {
        Check = CheckAll,
    };

    private static MapShape<ArmVariables> Arms()
    {
        var variables = new NamedShape<string>(new TextShape(0, 1000), "variables to values");
        return new("both arms", () => new(),
        [
            new Key<ArmVariables, IReadOnlyDictionary<string, string>>("baseline", variables, "The baseline's.", (a, v) => a with { Baseline = v }) { Required = true },
            new Key<ArmVariables, IReadOnlyDictionary<string, string>>("canary", variables, "The canary's.", (a, v) => a with { Canary = v }) { Required = true },
        ])
        {
            Check = (arms, map, path, problems) =>
            {
                foreach (var name in arms.Baseline.Keys.Concat(arms.Canary.Keys).Distinct(StringComparer.Ordinal))
                {
                    if (!VariableName().IsMatch(name) || name is "arm" or "step" or "window")
                    {
                        problems.Error(map.Map.Place, path, $"{path} has a variable '{Words.Shown(name)}': names are letters, digits and _, and arm, step and window are taken.");
                    }
                    else if (!arms.Baseline.ContainsKey(name) || !arms.Canary.ContainsKey(name))
                    {
                        problems.Error(map.Map.Place, path, $"{path}: both arms need the variable {name}.");
                    }
                }
            },
        };
    }

    private static MapShape<PrometheusLogin> Login() => new("a login", () => new(),
    [
        new Key<PrometheusLogin, string>("bearerFile", new TextShape(1, 1000), "The file of a bearer token.", (l, v) => l with { BearerFile = v }),
        new Key<PrometheusLogin, string>("user", new TextShape(1, 200), "The user.", (l, v) => l with { User = v }),
        new Key<PrometheusLogin, string>("passwordFile", new TextShape(1, 1000), "The file of the user's password.", (l, v) => l with { PasswordFile = v }),
    ])
    {
        Check = (login, map, path, problems) =>
        {
            if (login is not ({ BearerFile: not null, User: null, PasswordFile: null } or { BearerFile: null, User: not null, PasswordFile: not null }) && map.Misread.Count == 0)
            {
                problems.Error(map.Map.Place, path, $"{path} needs either bearerFile, or user and passwordFile.");
            }
        },
    };

    private static MapShape<TlsFiles> Tls() => new("certificates", () => new(),
    [
        new Key<TlsFiles, string>("ca", new TextShape(1, 1000), "The authorities to trust instead of the system's.", (t, v) => t with { Ca = v }),
        new Key<TlsFiles, string>("certificate", new TextShape(1, 1000), "Our own certificate.", (t, v) => t with { Certificate = v }),
        new Key<TlsFiles, string>("key", new TextShape(1, 1000), "Its key.", (t, v) => t with { Key = v }),
    ])
    {
        AtLeastOne = true,
        Check = (tls, map, path, problems) =>
        {
            if (tls.Certificate is null != tls.Key is null && map.Misread.Count == 0)
            {
                problems.Error(map.Map.Place, path, $"{path}: certificate and key go together.");
            }
        },
    };

    private static MapShape<MetricQuery> Metric()
    {
        var query = new TextShape(1, LongestQuery, lines: true);
        return new("a metric's queries", () => new(),
        [
            new Key<MetricQuery, string>("value", query, "Points: one number per interval.", (m, v) => m with { Value = v }),
            new Key<MetricQuery, string>("events", query, "Ratios and counts: counters of events.", (m, v) => m with { Events = v }),
            new Key<MetricQuery, string>("total", query, "Ratios: counters of all events.", (m, v) => m with { Total = v }),
            new Key<MetricQuery, string>("exposure", query, "Counts: counters of what the events are exposed to; left out, the seconds that each series was seen.", (m, v) => m with { Exposure = v }),
            new Key<MetricQuery, string>("buckets", query, "Histograms: classic ones with le, or native ones.", (m, v) => m with { Buckets = v }),
            new Key<MetricQuery, bool>("perInterval", new FlagShape(), "Whether the answers are increases over an interval already, and no counters.", (m, v) => m with { PerInterval = v }) { Default = false },
        ])
        {
            Check = CheckMetric,
        };
    }

    private static void CheckMetric(MetricQuery metric, ReadMap map, string path, ProblemList problems)
    {
        if (map.Misread.Count > 0)
        {
            return;
        }

        var forms = new[] { metric.Value, metric.Events, metric.Buckets }.Count(q => q is not null);
        if (forms != 1)
        {
            problems.Error(map.Map.Place, path, $"{path} needs exactly one of value, events and buckets.");
        }
        else if ((metric.Total ?? metric.Exposure) is not null && metric.Events is null)
        {
            problems.Error(map.Map.Place, path, $"{path}: total and exposure go with events.");
        }
        else if (metric.Total is not null && metric.Exposure is not null)
        {
            problems.Error(map.Map.Place, path, $"{path}: total makes a ratio, exposure a count; write one of them.");
        }
        else if (metric is { PerInterval: true, Value: not null })
        {
            problems.Error(map.Map.Place, path, $"{path}: perInterval goes with events and buckets; a value is one per interval anyway.");
        }
        else if (metric is { PerInterval: false, Value: null } && metric.Queries().FirstOrDefault(q => NoCounter().IsMatch(q.Value)) is { Key: { } key } query)
        {
            problems.Error(map.PlaceOf(key), $"{path}.{key}", $"{NoCounter().Match(query.Value).Groups["word"].Value} gives no counters: name the bare series, whose increases are taken one by one (a sum falls when one process restarts); or write sum(increase(...[$window])) with perInterval: true.");
        }
    }

    private static void CheckAll(PrometheusSettings settings, ReadMap map, string path, ProblemList problems)
    {
        CheckUrl(settings, map, problems);
        foreach (var (key, value, least, most) in new[] { ("step", settings.Step, 1.0, 3600.0), ("window", settings.Window ?? TimeSpan.FromSeconds(1), 1, 86_400), ("delay", settings.Delay, 0, 3600), ("timeout", settings.Timeout, 0.1, 600) })
        {
            if (value.TotalSeconds < least || value.TotalSeconds > most)
            {
                problems.Error(map.PlaceOf(key), key, $"{key} must lie between {least} s and {most:0} s.");
            }
            else if (key is "step" or "window" && value.Ticks % TimeSpan.TicksPerSecond != 0)
            {
                problems.Error(map.PlaceOf(key), key, $"{key} must be whole seconds.");
            }
        }

        if (settings.Metrics.Count == 0 && !map.IsMisread("metrics") && map.Map.Find("metrics") is not null)
        {
            problems.Error(map.PlaceOf("metrics"), "metrics", "metrics is empty; name at least one.");
        }

        CheckVariables(settings, map, problems);
    }

    private static void CheckUrl(PrometheusSettings settings, ReadMap map, ProblemList problems)
    {
        if (settings.Url.Length == 0)
        {
            return;
        }

        if (!Uri.TryCreate(settings.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            problems.Error(map.PlaceOf("url"), "url", "url must be http:// or https:// with a host, without user, query and fragment: https://prometheus.example:9090.");
        }
        else if (settings.Login is not null && url is { Scheme: "http", IsLoopback: false })
        {
            problems.Error(map.PlaceOf("url"), "url", "auth over http:// would show the secret to everyone on the way; use https://, or a proxy on this machine.");
        }
        else if (settings.Tls is not null && url.Scheme == "http")
        {
            problems.Error(map.PlaceOf("tls"), "tls", "tls needs a url that begins with https://.");
        }
    }

    private static void CheckVariables(PrometheusSettings settings, ReadMap map, ProblemList problems)
    {
        if (map.IsMisread("arms"))
        {
            return;
        }

        string[] known = ["arm", "step", "window", .. settings.Arms.Baseline.Keys.Order(StringComparer.Ordinal)];
        foreach (var (name, metric) in settings.Metrics)
        {
            foreach (var (key, query) in metric.Queries())
            {
                var used = QueryText.Variables(query).ToList();
                if (used.FirstOrDefault(v => !known.Contains(v, StringComparer.Ordinal)) is { } unknown)
                {
                    problems.Error(map.PlaceOf("metrics"), $"metrics.{name}.{key}", $"unknown variable ${Words.Shown(unknown)}. {Words.Hint(unknown, known)}");
                }
                else if (used.TrueForAll(v => v is "step" or "window"))
                {
                    problems.Error(map.PlaceOf("metrics"), $"metrics.{name}.{key}", "the query is the same for both arms; use a variable of arms, or $arm, in it.");
                }
            }
        }
    }

    [GeneratedRegex(@"\b(?<word>sum|avg|min|max|count|topk|bottomk|rate|irate|increase|delta|idelta|deriv)\s*(\(|by\b|without\b)", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex NoCounter();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,62}\z", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex VariableName();
}
