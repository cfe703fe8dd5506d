using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Benchmarks.Statistics.TwoSample;

/// <summary>The test of raw samples, sorting included; 60 points take the exact distribution.</summary>
[MemoryDiagnoser]
public class MannWhitneyBenchmarks
{
    private readonly MannWhitney _test = new();
    private double[] _baseline = [];
    private double[] _canary = [];

    [Params(60, 1_440, 50_000)]
    public int Points { get; set; }

    [GlobalSetup]
    public void Draw() => (_baseline, _canary) = (Draws.Latencies(Points, 1), Draws.Latencies(Points, 2));

    [Benchmark]
    public TwoSampleResult Run() => _test.Run(_baseline, _canary, Alternative.Greater);
}
