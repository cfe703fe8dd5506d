using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics.Anomalies;

namespace CanaryJudge.Benchmarks.Statistics.Anomalies;

[MemoryDiagnoser]
public class JointTestBenchmarks
{
    private double[][] _baseline = [];
    private double[][] _canary = [];

    [Params(10, 100)]
    public int Metrics { get; set; }

    [Params(60, 1_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Draw()
    {
        // So many metrics need three times as many rows.
        var rows = Math.Max(Rows, JointTest.FewestRows(Metrics));
        _baseline = [.. Enumerable.Range(0, rows).Select(i => Draws.Latencies(Metrics, i))];
        _canary = [.. Enumerable.Range(0, rows).Select(i => Draws.Latencies(Metrics, rows + i))];
    }

    [Benchmark]
    public JointFinding? Run() => JointTest.Run(new JointDistance(), _baseline, _canary, CancellationToken.None);
}
