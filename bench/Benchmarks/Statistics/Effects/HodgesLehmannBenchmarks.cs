using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Effects;

namespace CanaryJudge.Benchmarks.Statistics.Effects;

/// <summary>The shift of raw samples with its interval, of sorted arms.</summary>
[MemoryDiagnoser]
public class HodgesLehmannBenchmarks
{
    private double[] _baseline = [];
    private double[] _canary = [];

    [Params(60, 1_440, 50_000, 1_000_000)]
    public int Points { get; set; }

    [Params(false, true)]
    public bool Tied { get; set; }

    [GlobalSetup]
    public void Draw() => (_baseline, _canary) = Tied
        ? (Draws.SortedTied(Points, 1), Draws.SortedTied(Points, 2))
        : (Draws.Sorted(Points, 1), Draws.Sorted(Points, 2));

    [Benchmark]
    public Interval Difference() => HodgesLehmann.Difference(_baseline, _canary, 0.05, CancellationToken.None);

    [Benchmark]
    public Interval Ratio() => HodgesLehmann.Ratio(_baseline, _canary, 0.05, CancellationToken.None);
}
