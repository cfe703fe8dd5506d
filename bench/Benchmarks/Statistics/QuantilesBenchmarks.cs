using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics;

namespace CanaryJudge.Benchmarks.Statistics;

/// <summary>A quantile guard's interval.</summary>
[MemoryDiagnoser]
public class QuantilesBenchmarks
{
    private double[] _baseline = [];
    private double[] _canary = [];

    [Params(60, 1_440, 50_000)]
    public int Points { get; set; }

    [GlobalSetup]
    public void Draw() => (_baseline, _canary) = (Draws.Sorted(Points, 1), Draws.Sorted(Points, 2));

    [Benchmark]
    public Interval Difference() => Quantiles.Difference(_baseline, _canary, 0.99, 0.05);
}
