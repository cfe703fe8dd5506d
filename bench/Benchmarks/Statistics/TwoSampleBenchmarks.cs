using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Effects;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Benchmarks.Statistics;

/// <summary>The test and the effect of raw samples, at the sizes users have.</summary>
[MemoryDiagnoser]
public class TwoSampleBenchmarks
{
    private readonly MannWhitney _test = new();
    private double[] _baseline = [];
    private double[] _canary = [];
    private double[] _sortedBaseline = [];
    private double[] _sortedCanary = [];

    [Params(60, 1_440, 50_000)]
    public int Points { get; set; }

    [GlobalSetup]
    public void Draw()
    {
        var random = new Random(1);
        _baseline = [.. Enumerable.Range(0, Points).Select(_ => Math.Exp(random.NextDouble()))];
        _canary = [.. Enumerable.Range(0, Points).Select(_ => Math.Exp(random.NextDouble()))];
        _sortedBaseline = Samples.Sorted(_baseline);
        _sortedCanary = Samples.Sorted(_canary);
    }

    [Benchmark(Baseline = true)]
    public (double[] Baseline, double[] Canary) Sort() => (Samples.Sorted(_baseline), Samples.Sorted(_canary));

    [Benchmark]
    public TwoSampleResult MannWhitney() => _test.Run(_baseline, _canary, Alternative.Greater);

    [Benchmark]
    public Interval HodgesLehmannDifference() =>
        HodgesLehmann.Difference(_sortedBaseline, _sortedCanary, 0.05, CancellationToken.None);

    [Benchmark]
    public Interval HodgesLehmannRatio() =>
        HodgesLehmann.Ratio(_sortedBaseline, _sortedCanary, 0.05, CancellationToken.None);
}
