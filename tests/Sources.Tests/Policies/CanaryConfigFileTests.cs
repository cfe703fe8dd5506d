using CanaryJudge.Judging.Config;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Tests.Policies;

public sealed class CanaryConfigFileTests
{
    private const string Config = """
        {
          "name": "shop", "applications": ["shop"], "judge": {"name": "NetflixACAJudge-v1.0", "judgeConfigurations": {}},
          "metrics": [
            {"name": "latency", "groups": ["Latency"], "analysisConfigurations": {"canary": {"direction": "increase", "critical": true}}},
            {"name": "errors", "groups": ["Errors", "All"], "analysisConfigurations": {"canary": {"nanStrategy": "replace"}}}
          ],
          "templates": {},
          "classifier": {"groupWeights": {"Latency": 60}, "scoreThresholds": {"pass": 90, "marginal": 40}}
        }
        """;

    [Fact]
    public void A_config_given_as_the_policy_asks_for_kayentas_rules()
    {
        var reading = PolicyFile.Read(Config, "canary-config.json");

        var policy = reading.Policy!;
        Assert.Empty(reading.Problems);
        Assert.Equal(("shop", Compatibility.Kayenta, new ScoreRule(90, 40)), (policy.Name, policy.Compatibility, policy.Score));
        Assert.Equal(["latency", "errors"], policy.CanaryConfig!.Metrics.Select(m => m.Name));
        Assert.Equal([("latency", true, "Latency"), ("errors", false, "Errors, All")], policy.Metrics!.Select(m => (m.Name, m.Critical, m.Group)));
        Assert.Equal(60, policy.CanaryConfig.GroupWeights["Latency"]);
    }

    [Theory]
    [InlineData("""{"classifier": {}, "metrics": []}""")]
    [InlineData("""{"judge": {"name": "NetflixACAJudge-v1.0"}, "metrics": [], "classifier": {}}""")]
    [InlineData("""{"metrics": [{"name": "a", "groups": [], "analysisConfigurations": {}}], "classifier": {}}""")]
    [InlineData("""{"metrics": [{"name": "a", "groups": [], "query": {}}], "templates": {}, "classifier": {}}""")]
    public void A_config_is_known_by_its_shape(string json) => Assert.NotNull(PolicyFile.Read(json, "x.json").Policy?.CanaryConfig);

    [Theory]
    [InlineData("""{"metrics": [{"name": "a"}]}""")]
    [InlineData("""{"apiVersion": "canaryjudge/v1", "kind": "Policy", "metrics": [{"name": "a"}]}""")]
    [InlineData("""{"metrics": [{"name": "a", "margin": "5%"}], "compatibility": "kayenta"}""")]
    public void A_policy_is_not(string json) => Assert.Null(PolicyFile.Read(json, "x.json").Policy!.CanaryConfig);

    [Fact]
    public void Mistakes_are_named_with_their_places()
    {
        const string json = """
            {"judge": {"name": "dredd-v1.0"}, "classifier": {"groupWeights": {"g": "much"}},
             "metrics": [
              {"name": "a"},
              {"groups": []},
              {"name": "c", "groups": ["g"], "analysisConfigurations": {"canary": {"critical": "true"}}},
              {"name": "d", "groups": ["g"], "analysisConfigurations": {"canary": {"outliers": {"strategy": "remove", "outlierFactor": 0}}}}]}
            """;

        var reading = PolicyFile.Read(json, "config.json");

        Assert.Null(reading.Policy);
        Assert.Equal(
        [
            "config.json:1:20 warning: this config asks for another judge; it is judged as by NetflixACAJudge-v1.0.",
            "config.json:1:49 warning: Kayenta gets both score thresholds from its caller; here they come from classifier.scoreThresholds, by default pass 95 and marginal 75.",
            "config.json:1:72 error: This must be a number, \"NaN\", \"Infinity\" or \"-Infinity\"; it is the string \"much\".",
            "config.json:3:3 error: The metric 'a' has no groups; give it some, [] for none, or mute it.",
            "config.json:4:3 error: A metric must have a name.",
            "config.json:5:84 error: This must be true or false; it is the string \"true\".",
            "config.json:6:3 error: The outlierFactor of 'd' is 0: requirement failed: factor must be greater than zero.",
        ], reading.Problems.Select(p => p.ToString()));
    }

    [Theory]
    [InlineData("[]", "a canary config must be an object; this is a list.")]
    [InlineData("{", "not valid JSON")]
    [InlineData("{\"classifier\": {}}", "This must be a list; it is missing.")]
    [InlineData("{\"metrics\": []}", "The config needs a classifier")]
    [InlineData("{\"metrics\": [], \"classifier\": {\"scoreThresholds\": {\"pass\": \"NaN\", \"marginal\": 75}}}", "A threshold must be finite.")]
    public void What_is_no_config_says_why(string json, string message) =>
        Assert.Contains(CanaryConfigFile.Read(json, "").Problems, p => !p.IsWarning && p.Message.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void Keys_that_have_no_part_in_kayentas_rules_are_warned_of()
    {
        const string yaml = """
            compatibility: kayenta
            alpha: 0.01
            decide: any
            metrics:
              - {name: a, kind: samples, margin: 20%, measure: mean, missing: pass, group: g}
              - {name: b, kind: histogram, measure: p99, tolerance: {relative: 5%, absolute: 3}, group: g, weight: 2}
            """;

        var reading = PolicyFile.Read(yaml, "p.yaml");

        Assert.Equal(Compatibility.Kayenta, reading.Policy!.Compatibility);
        Assert.All(reading.Problems, p => Assert.True(p.IsWarning));
        Assert.Equal(["alpha", "decide", "metrics", "metrics[0].margin", "metrics[0].measure", "metrics[0].missing", "metrics[1].tolerance"], reading.Problems.Select(p => p.Path));
    }

    [Fact]
    public void Without_the_word_nothing_is_warned_of() => Assert.Empty(PolicyFile.Read("alpha: 0.01\nmetrics: [{name: a, margin: 20%}]", "p.yaml").Problems);
}
