using System.Globalization;
using System.Text.Json.Nodes;
using CanaryJudge.Judging.Config;
using CanaryJudge.Statistics.TwoSample;
using CsCheck;

namespace CanaryJudge.Sources.Tests.Policies;

/// <summary>Random policies without mistakes, and ways to write them differently.</summary>
internal static class GoodPolicies
{
    public static Gen<JsonObject> Json { get; } = Gen.Select(
        Gen.Int[1, 4], Gen.Int, Gen.Bool, (count, seed, scored) => Make(count, new Random(seed), scored));

    /// <summary>The same with the keys of all maps in another order.</summary>
    public static JsonObject Shuffled(JsonObject json, Random random)
    {
        var keys = json.Select(p => p.Key).ToArray();
        random.Shuffle(keys);
        return new(keys.Select(k => KeyValuePair.Create(k, Copy(json[k], random))));
    }

    /// <summary>Block style, plain scalars where they need no quotes.</summary>
    public static string Yaml(JsonNode? node, string indent = "") => node switch
    {
        JsonObject map => string.Concat(map.Select(p => $"\n{indent}{p.Key}: {Yaml(p.Value, indent + "  ")}")),
        JsonArray { Count: 0 } => "[]",
        JsonArray list => string.Concat(list.Select(i => $"\n{indent}-{(i is JsonObject ? "" : " ")}{Yaml(i, indent + "    ")}")),
        _ => node!.ToJsonString(),
    };

    private static JsonNode? Copy(JsonNode? node, Random random) => node switch
    {
        JsonObject map => Shuffled(map, random),
        JsonArray list => new JsonArray([.. list.Select(i => Copy(i, random))]),
        _ => node?.DeepClone(),
    };

    private static JsonObject Make(int count, Random random, bool scored)
    {
        var policy = new JsonObject { ["name"] = "p", ["alpha"] = random.Next(1, 49) / 100.0 };
        if (scored)
        {
            policy["decide"] = new JsonObject { ["score"] = new JsonObject { ["pass"] = 90, ["marginal"] = random.Next(90) } };
        }

        if (random.Next(3) == 0)
        {
            policy["split"] = random.Next(2) == 0 ? $"{random.Next(1, 99)}.5%" : new JsonObject { ["canary"] = "5%", ["mismatch"] = random.GetItems(["warn", "inconclusive"], 1)[0] };
        }

        if (random.Next(3) == 0)
        {
            policy["joint"] = random.Next(2) == 0 ? random.GetItems(["off", "warn", "guard"], 1)[0] : new JsonObject { ["mode"] = "guard", ["method"] = random.GetItems(["pca", "distance"], 1)[0] };
        }

        if (random.Next(4) == 0)
        {
            policy["health"] = new JsonArray("gap", "frozen-arm");
        }

        policy["metrics"] = new JsonArray([.. Enumerable.Range(0, count).Select(i => Metric($"m{i}", random))]);
        return policy;
    }

    private static JsonObject Metric(string name, Random random)
    {
        var metric = new JsonObject { ["name"] = name };
        void Maybe(string key, Func<JsonNode> value)
        {
            if (random.Next(3) == 0)
            {
                metric[key] = value();
            }
        }

        var kind = random.GetItems<string?>([null, "samples", "points", "ratio", "count", "histogram"], 1)[0];
        if (kind is not null)
        {
            metric["kind"] = kind;
        }

        Maybe("direction", () => random.GetItems(["increase", "decrease", "either"], 1)[0]);
        Maybe("measure", () => Measure(kind, random));
        Maybe("guards", () => kind is null or "samples" or "histogram" ? new JsonArray("p90", new JsonObject { ["quantile"] = 0.99 }) : new JsonArray());
        Maybe("tolerance", () => $"{random.Next(20)}%");
        Maybe("margin", () => new JsonObject { ["relative"] = $"{random.Next(20, 50).ToString(CultureInfo.InvariantCulture)}%", ["absolute"] = random.Next(1, 9) });
        Maybe("critical", () => random.Next(2) == 0);
        Maybe("weight", () => random.Next(1, 9) / 2.0);
        Maybe("group", () => "g: \"1\" # é");
        Maybe("unit", () => random.GetItems(["ms", "%", "B/s"], 1)[0]);
        Maybe("missing", () => random.GetItems(["fail", "inconclusive", "pass", "zero"], 1)[0]);
        Maybe("outliers", () => random.Next(2) == 0 ? "keep" : "remove");
        Maybe("warmup", () => $"{random.Next(100)}s");
        Maybe("method", () => kind is null or "samples" ? random.GetItems(Methods(metric["measure"]?.ToString()), 1)[0] : "auto");
        Maybe("independent", () => kind is null or "ratio" or "count" && random.Next(2) == 0);
        if (kind is null or "samples")
        {
            Maybe("cluster", () => "user");
        }

        return metric;
    }

    private static string[] Methods(string? measure) => measure switch
    {
        null => [TestMethods.Auto, .. TwoSampleTests.All.Names],
        "shift" => ["auto", "mann-whitney", "welch", "brunner-munzel", "kolmogorov-smirnov"],
        _ => ["auto", "quantile-difference"],
    };

    private static JsonNode Measure(string? kind, Random random) => kind switch
    {
        "ratio" or "count" => "rate",
        "points" => random.GetItems(["shift", "mean"], 1)[0],
        _ => random.Next(3) switch
        {
            0 => "shift",
            1 => "p99.9",
            _ => new JsonObject { ["quantile"] = random.Next(1, 99) / 100.0 },
        },
    };
}
