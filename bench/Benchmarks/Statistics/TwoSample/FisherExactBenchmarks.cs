using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Benchmarks.Statistics.TwoSample;

/// <summary>The test of ratios and quantile guards.</summary>
[MemoryDiagnoser]
public class FisherExactBenchmarks
{
    [Params(1_000, 1_000_000)]
    public long Total { get; set; }

    [Benchmark]
    public double PValue() => FisherExact.PValue(Total / 100, Total, (Total / 900) + 1, Total / 10, Alternative.Greater);
}
