using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Benchmarks.Statistics.TwoSample;

/// <summary>The score interval of ratios.</summary>
[MemoryDiagnoser]
public class MiettinenNurminenBenchmarks
{
    [Benchmark]
    public Interval Difference() => MiettinenNurminen.Difference(100, 10_000, 14, 1_000, 0.05);

    [Benchmark]
    public Interval Ratio() => MiettinenNurminen.Ratio(100, 10_000, 14, 1_000, 0.05);
}
