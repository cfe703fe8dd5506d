using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics;

namespace CanaryJudge.Benchmarks.Statistics;

/// <summary>The rank sum of two sorted arms.</summary>
[MemoryDiagnoser]
public class RanksBenchmarks
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
    public RankSums Merge() => Ranks.Merge(_baseline, _canary);
}
