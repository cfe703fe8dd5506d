using System.Text;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Csv;

namespace CanaryJudge.Sources.Tests.Csv;

/// <summary>Short ways to read text and to ask what came of it.</summary>
internal static class CsvText
{
    public static CsvReading Read(string text, Policy? policy = null, bool skipBadRows = false) => Read(Encoding.UTF8.GetBytes(text), policy, skipBadRows);

    public static CsvReading Read(byte[] bytes, Policy? policy = null, bool skipBadRows = false) => Read(new MemoryStream(bytes), policy, skipBadRows);

    public static CsvReading Read(Stream stream, Policy? policy = null, bool skipBadRows = false) =>
        CsvData.Read("-", policy, new() { StandardInput = stream, SkipBadRows = skipBadRows }, TestContext.Current.CancellationToken);

    /// <summary>With so few values kept one by one.</summary>
    public static CsvReading ReadKeeping(long most, string text, Policy? policy = null) => CsvData.Read(
        "-", policy, new() { StandardInput = new MemoryStream(Encoding.UTF8.GetBytes(text)), MostExactValues = most }, TestContext.Current.CancellationToken);

    /// <summary>Rows below <c>timestamp,arm,metric,value</c>.</summary>
    public static CsvReading Long(params string[] rows) => Read("timestamp,arm,metric,value\n" + string.Join('\n', rows) + "\n");

    public static Policy Policy(params MetricPolicy[] metrics) => new() { Metrics = metrics };

    public static Policy Kind(string metric, string kind) => Policy(new MetricPolicy { Name = metric, Kind = kind });

    /// <summary>The only mistake, as people see it: <c>line:column message</c>.</summary>
    public static string Problem(this CsvReading reading)
    {
        Assert.Null(reading.Snapshot);
        var problem = Assert.Single(reading.Problems);
        Assert.Equal("stdin", problem.File);
        return $"{problem.Line}:{problem.Column} {problem.Message}";
    }

    public static IReadOnlyList<Series> Series(this CsvReading reading)
    {
        Assert.Empty(reading.Problems);
        Assert.NotNull(reading.Snapshot);
        return reading.Snapshot.Series;
    }

    public static T Data<T>(this CsvReading reading, Arm arm = Arm.Baseline, string? metric = null)
        where T : SeriesData =>
        Assert.IsType<T>(Assert.Single(reading.Series(), s => s.Arm == arm && (metric is null || s.Metric == metric)).Data);

    public static string[] Warnings(this CsvReading reading, WarningCode code) => [.. reading.Snapshot!.Warnings.Where(w => w.Code == code).Select(w => w.Message)];
}
