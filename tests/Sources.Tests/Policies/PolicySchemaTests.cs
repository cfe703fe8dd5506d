using System.Text.Json;
using System.Text.Json.Nodes;
using CanaryJudge.Sources.Policies;
using CsCheck;
using Json.Schema;

namespace CanaryJudge.Sources.Tests.Policies;

public sealed class PolicySchemaTests
{
    private static readonly JsonSchema s_schema = JsonSchema.FromText(PolicySchema.Json());

    /// <summary>What a mutation may put anywhere.</summary>
    private static readonly string[] s_values =
    [
        "null", "true", "5", "-1", "0.3", "\"\"", "\"x\"", "\"5%\"", "\"0.5pp\"", "\"-5%\"", "\"101pp\"", "\"p99\"", "\"p100\"", "\"p0\"", "\"p00.0\"", "\"90s\"", "\"1h30m\"", "\"any\"",
        "\"samples\"", "\"shift\"", "\"auto\"", "\"welch\"", "[]", "[\"p90\"]", "{}", "{\"relative\": \"5%\"}", "{\"absolute\": 3}", "{\"absolute\": \"0.5pp\"}", "{\"quantile\": 0.5}", "{\"quantile\": 2}", "{\"score\": {}}", "{\"score\": {\"pass\": 99}}", "[{\"name\": \"a\"}]", "\"0%\"", "\"0.0%\"", "\"100%\"", "\"00.10 %\"", "{\"canary\": \"5%\"}", "{\"canary\": \"5pp\"}", "{\"canary\": \"5%\", \"mismatch\": \"fail\"}", "\"a\\u0001\"", "\"0.5 pp\"", "\"increase\"", "\"zero\"", "\"keep\"", "1e25",
    ];

    /// <summary>What a schema cannot say; the reader says it in such words.</summary>
    private static readonly string[] s_readerOnly =
        ["given twice", "is above the", "is above pass", "is above the default pass", "margin of nothing", "this metric's kind is", "is not for the kind", "points of a share, and a count", "does not test a quantile", "tests a quantile, not", "the guard ", "at most 365 days"];

    [Fact]
    public void It_is_a_schema_of_draft_2020_12()
    {
        var result = MetaSchemas.Draft202012.Evaluate(JsonNode.Parse(PolicySchema.Json()), new EvaluationOptions { OutputFormat = OutputFormat.List });

        Assert.True(result.IsValid);
    }

    [Fact]
    public void Every_key_is_described()
    {
        var keys = new List<JsonObject>();
        Collect(JsonNode.Parse(PolicySchema.Json())!, keys);

        Assert.True(keys.Count > 25);
        Assert.All(keys, k => Assert.False(string.IsNullOrWhiteSpace((string?)k["description"])));
    }

    [Fact]
    public void Every_map_has_a_title_and_allows_no_other_keys()
    {
        var maps = new List<JsonObject>();
        Collect(JsonNode.Parse(PolicySchema.Json())!, [], maps);

        Assert.Equal(["CanaryJudge policy", "decision", "score rule", "split", "joint check", "metric"], maps.Select(m => (string?)m["title"]).Take(6));
        Assert.All(maps, m => Assert.False((bool)m["additionalProperties"]!));
    }

    [Fact]
    public void Every_default_is_a_good_value()
    {
        var keys = new List<JsonObject>();
        Collect(JsonNode.Parse(PolicySchema.Json())!, keys);

        Assert.All(keys.Where(k => k.ContainsKey("default")), k => Assert.True(JsonSchema.FromText(k.ToJsonString()).Evaluate(k["default"]).IsValid));
    }

    [Fact]
    public void Methods_are_those_of_the_caller() => Assert.Contains("\"sign\"", PolicySchema.Json(["sign"]), StringComparison.Ordinal);

    [Fact]
    public void Schema_and_reader_accept_the_same_good_policies() =>
        GoodPolicies.Json.ForAll(json => Assert.Equal((true, true), (s_schema.Evaluate(json).IsValid, ReaderAccepts(json.ToJsonString()))), iter: 300);

    [Fact]
    public void Schema_and_reader_agree_on_policies_with_a_mistake() =>
        Gen.Select(GoodPolicies.Json, Gen.Int).ForAll((json, seed) =>
        {
            var mutated = Mutated(json, new Random(seed));

            Assert.Equal((s_schema.Evaluate(JsonDocument.Parse(mutated).RootElement).IsValid, mutated), (ReaderAccepts(mutated), mutated));
        }, iter: 1000);

    private static bool ReaderAccepts(string json) =>
        PolicyFile.ReadJson(json).Problems.All(p => p.IsWarning || s_readerOnly.Any(m => p.Message.Contains(m, StringComparison.Ordinal)));

    private static void Collect(JsonNode node, List<JsonObject> keys, List<JsonObject>? maps = null)
    {
        if (node is JsonObject map)
        {
            if (map.ContainsKey("properties"))
            {
                maps?.Add(map);
            }

            keys.AddRange(map["properties"] is JsonObject properties ? properties.Select(p => p.Value!.AsObject()) : []);
            map.Where(p => p.Value is not null && p.Key != "default").ToList().ForEach(p => Collect(p.Value!, keys, maps));
        }
        else if (node is JsonArray list)
        {
            list.Where(i => i is not null).ToList().ForEach(i => Collect(i!, keys, maps));
        }
    }

    /// <summary>Changes, adds or renames one key somewhere.</summary>
    private static string Mutated(JsonObject json, Random random)
    {
        string[] known = ["name", "kind", "direction", "measure", "guards", "tolerance", "margin", "critical", "muted", "weight", "group", "unit", "missing", "outliers", "warmup", "method", "independent", "cluster"];
        string[] top = ["apiVersion", "kind", "name", "alpha", "beta", "decide", "split", "joint", "health", "metrics", "nmae", "$schema"];
        var copy = JsonNode.Parse(json.ToJsonString())!.AsObject();
        var isTop = random.Next(3) == 0;
        var target = isTop ? copy : copy["metrics"]![0]!.AsObject();
        var key = random.GetItems(isTop ? top : [.. known, "margn"], 1)[0];
        target[key] = "@";
        return copy.ToJsonString().Replace("\"@\"", random.GetItems(s_values, 1)[0], StringComparison.Ordinal);
    }
}
