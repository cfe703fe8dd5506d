using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Effects;

namespace CanaryJudge.Benchmarks.Statistics.Effects;

/// <summary>The shift of histograms: of as many buckets as Prometheus has, and as counted observations have.</summary>
[MemoryDiagnoser]
public class HistogramShiftBenchmarks
{
    private double[] _edges = [];
    private double[] _baseline = [];
    private double[] _canary = [];

    [Params(15, 1_500)]
    public int Buckets { get; set; }

    [GlobalSetup]
    public void Draw()
    {
        _edges = [.. Enumerable.Range(0, Buckets + 1).Select(i => 10 * Math.Exp(6.0 * i / Buckets))];
        (_baseline, _canary) = (Counts(1), Counts(2));

        double[] Counts(int seed)
        {
            var counts = new double[Buckets];
            foreach (var value in Draws.Latencies(100_000, seed))
            {
                counts[Math.Clamp(~Array.BinarySearch(_edges, value) - 1, 0, Buckets - 1)]++;
            }

            return counts;
        }
    }

    [Benchmark]
    public Interval Factor() => HistogramShift.Factor(_edges, _baseline, _canary, 1.645);
}
