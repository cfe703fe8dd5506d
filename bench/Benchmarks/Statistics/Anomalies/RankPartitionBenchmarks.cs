using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics.Anomalies;

namespace CanaryJudge.Benchmarks.Statistics.Anomalies;

[MemoryDiagnoser]
public class RankPartitionBenchmarks
{
    private double[] _values = [];

    [Params(60, 500, 2_000)]
    public int Count { get; set; }

    [GlobalSetup]
    public void Draw() => _values = Draws.Latencies(Count, 1);

    [Benchmark]
    public int[] ChangePoints() => RankPartition.ChangePoints(_values);
}
