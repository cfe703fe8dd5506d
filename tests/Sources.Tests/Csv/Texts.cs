using System.Text;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Csv;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Tests.Csv;

/// <summary>Reads CSV from texts.</summary>
internal static class Texts
{
    public const string Header = "timestamp,arm,metric,value\n";

    /// <summary>Reads a long file.</summary>
    public static CsvReading Read(string text, string policy = "{}", bool skip = false) => Read(Encoding.UTF8.GetBytes(text), policy, skip);

    /// <summary>Reads a long file.</summary>
    public static CsvReading Read(byte[] bytes, string policy = "{}", bool skip = false) =>
        CsvData.Read([new CsvSource("data.csv", () => new MemoryStream(bytes), null)], Policy(policy), new CsvOptions { SkipBadRows = skip }, TestContext.Current.CancellationToken);

    /// <summary>Reads a pair.</summary>
    public static CsvReading ReadPair(string baseline, string canary, string policy = "{}", bool skip = false) =>
        CsvData.Read([Source("baseline.csv", baseline, Arm.Baseline), Source("canary.csv", canary, Arm.Canary)], Policy(policy), new CsvOptions { SkipBadRows = skip }, TestContext.Current.CancellationToken);

    /// <summary>The only problem, as <c>line:column message</c>.</summary>
    public static string Problem(CsvReading reading)
    {
        Assert.Null(reading.Snapshot);
        return string.Join('\n', reading.Problems.Select(p => $"{p.Line}:{p.Column} {p.Message}"));
    }

    /// <summary>The series of a metric and arm, which must be of that kind.</summary>
    public static T Series<T>(CsvReading reading, string metric, Arm arm = Arm.Baseline)
        where T : SeriesData
    {
        Assert.Empty(reading.Problems);
        return Assert.IsType<T>(reading.Snapshot!.Series.Single(s => s.Metric == metric && s.Arm == arm).Data);
    }

    private static CsvSource Source(string name, string text, Arm arm) => new(name, () => new MemoryStream(Encoding.UTF8.GetBytes(text)), arm);

    private static Policy Policy(string text)
    {
        var reading = PolicyFile.Read(text, "p.yaml");
        Assert.Empty(reading.Problems);
        return reading.Policy!;
    }
}
