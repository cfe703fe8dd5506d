using System.Text;
using System.Text.Json.Nodes;

namespace CanaryJudge.Sources.Tests.Kayenta;

/// <summary>A request that is right, to be broken in one place.</summary>
internal static class RequestText
{
    public const string Good = """
        {"canaryConfig":{"name":"shop","applications":["shop"],"judge":{"name":"NetflixACAJudge-v1.0","judgeConfigurations":{}},
         "metrics":[
          {"name":"latency","query":{"type":"prometheus","metricName":"latency_ms"},"groups":["Latency"],
           "analysisConfigurations":{"canary":{"direction":"increase"}},"scopeName":"default"},
          {"name":"errors","query":{"type":"prometheus","metricName":"errors"},"groups":["Errors"],
           "analysisConfigurations":{"canary":{"direction":"increase","nanStrategy":"replace"}},"scopeName":"default"}],
         "templates":{},"classifier":{"groupWeights":{"Latency":60,"Errors":40}}},
         "scoreThresholds":{"pass":95,"marginal":50},
         "metricSetPairList":[
          {"name":"latency","id":"p1","tags":{},"values":{"control":[100,101,99,102,98],"experiment":[120,119,122,121,118]},"scopes":{}},
          {"name":"errors","id":"p2","tags":{},"values":{"control":["NaN","NaN","NaN"],"experiment":["NaN",0,"NaN"]},"scopes":{}}]}
        """;

    /// <summary>The request on one line.</summary>
    public static string Line { get; } = JsonNode.Parse(Good)!.ToJsonString();

    public static byte[] With(Action<JsonNode> change)
    {
        var request = JsonNode.Parse(Good)!;
        change(request);
        return Encoding.UTF8.GetBytes(request.ToJsonString());
    }
}
