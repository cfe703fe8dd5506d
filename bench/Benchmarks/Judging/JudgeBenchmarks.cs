using BenchmarkDotNet.Attributes;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Benchmarks.Judging;

/// <summary>A whole judgement, from the snapshot on.</summary>
[MemoryDiagnoser]
public class JudgeBenchmarks
{
    private const long Start = 1_769_868_000_000_000_000;
    private const long Minute = 60_000_000_000;
    private readonly Snapshot _points = Snapshot(10, (seed, times) => new SeriesData.Points(null, times, Draws.Latencies(times.Length, seed)));
    private readonly Snapshot _ratios = Snapshot(10, (seed, times) => new SeriesData.Ratios(times, [.. times.Select(t => (double)((t / Minute * seed) % 5))], [.. times.Select(_ => 400.0)]));
    private readonly Snapshot _samples = Snapshot(1, (seed, _) => new SeriesData.Samples([], Draws.Latencies(50_000, seed), []));

    [Benchmark]
    public Judgement TenMetricsOfSixtyPoints() => Decide(_points);

    [Benchmark]
    public Judgement TenRatiosOfSixtyIntervals() => Decide(_ratios);

    [Benchmark]
    public Judgement FiftyThousandSamples() => Decide(_samples);

    private static Judgement Decide(Snapshot snapshot) => Judge.Decide(Policy.Inferred, snapshot, 0, CancellationToken.None);

    private static Snapshot Snapshot(int metrics, Func<int, long[], SeriesData> data)
    {
        long[] times = [.. Enumerable.Range(0, 60).Select(i => Start + (i * Minute))];
        return new([.. Enumerable.Range(0, 2 * metrics).Select(i => new Series($"metric_{i / 2}_ms", (Arm)(i % 2), Series.NoLabels, data(i + 1, times)))]);
    }
}
