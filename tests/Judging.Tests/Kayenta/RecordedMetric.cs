using System.Text.Json;
using System.Text.Json.Serialization;
using CanaryJudge.Judging.Kayenta;

namespace CanaryJudge.Judging.Tests.Kayenta;

/// <summary>A recorded answer of Kayenta; see vectors/README.md.</summary>
public sealed record RecordedMetric(
    string Id, KayentaMetric Metric, double[] Baseline, double[] Canary, string[] Seen, string? Reason, double? Ratio,
    double[]? Interval, double[] BaselineStats, double[] CanaryStats, bool RootSensitive)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static RecordedMetric[] All { get; } = JsonSerializer.Deserialize<RecordedMetric[]>(File.ReadAllText(Path()), Options)!;

    public KayentaMetricJudgement Judge() => KayentaJudge.Decide(Metric, new(Metric.Name, null, null, Baseline, Canary));

    private static string Path()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "CanaryJudge.sln")))
            {
                return System.IO.Path.Combine(folder.FullName, "tests", "Judging.Tests", "Kayenta", "vectors", "metrics.json");
            }
        }

        throw new InvalidOperationException("No CanaryJudge.sln above the tests.");
    }
}
