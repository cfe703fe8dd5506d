using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics;

namespace CanaryJudge.Benchmarks.Statistics;

/// <summary>Sorting and the plain summaries.</summary>
[MemoryDiagnoser]
public class SamplesBenchmarks
{
    private double[] _values = [];

    [Params(1_440, 50_000, 1_000_000)]
    public int Points { get; set; }

    [GlobalSetup]
    public void Draw() => _values = Draws.Latencies(Points, 1);

    [Benchmark(Baseline = true)]
    public double[] ArraySort()
    {
        double[] copy = [.. _values];
        Array.Sort(copy);
        return copy;
    }

    [Benchmark]
    public double[] Sorted() => Samples.Sorted(_values);

    [Benchmark]
    public double StandardDeviation() => Samples.StandardDeviation(_values);
}
