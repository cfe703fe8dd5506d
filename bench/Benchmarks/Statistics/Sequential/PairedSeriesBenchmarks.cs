using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics.Sequential;

namespace CanaryJudge.Benchmarks.Statistics.Sequential;

/// <summary>The test of points.</summary>
[MemoryDiagnoser]
public class PairedSeriesBenchmarks
{
    private double[] _baseline = [];
    private double[] _canary = [];

    [Params(60, 1_440)]
    public int Points { get; set; }

    [GlobalSetup]
    public void Draw() => (_baseline, _canary) = (Draws.Latencies(Points, 1), Draws.Latencies(Points, 2));

    [Benchmark]
    public double Z() => PairedSeries.Look(PairedSeries.LogRatio(_baseline, _canary), strict: true, twoScales: true).Z;
}
