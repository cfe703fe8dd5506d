using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using CanaryJudge.Sources.Csv;

namespace CanaryJudge.Benchmarks.Sources.Csv;

/// <summary>Reading CSV: values that are kept, and values that are counted in buckets.</summary>
[MemoryDiagnoser]
public class CsvDataBenchmarks
{
    private byte[] _file = [];

    [Params(1_000, 100_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Write()
    {
        var text = new StringBuilder("timestamp,arm,metric,value\n");
        var start = new DateTime(2026, 1, 31, 14, 0, 0, DateTimeKind.Utc);
        var values = Draws.Latencies(Rows, 1);
        for (var i = 0; i < Rows; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{start.AddMilliseconds(7.3 * i):yyyy-MM-dd'T'HH:mm:ss.fff'Z'},{(i % 10 == 0 ? "canary" : "baseline")},latency_ms,{values[i]:0.000}\n");
        }

        _file = Encoding.UTF8.GetBytes(text.ToString());
    }

    [Benchmark]
    public CsvReading Keep() => Read(new());

    [Benchmark]
    public CsvReading Count() => Read(new() { MostExactValues = 100 });

    private CsvReading Read(CsvOptions options) => CsvData.Read("-", policy: null, options with { StandardInput = new MemoryStream(_file) }, CancellationToken.None);
}
