using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics.Sequential;

namespace CanaryJudge.Benchmarks.Statistics;

/// <summary>What one look costs in a run that has been watched for an hour.</summary>
[MemoryDiagnoser]
public class SequentialBenchmarks
{
    private readonly Random _random = new(1);
    private ISequentialRun _events = null!;
    private ISequentialRun _points = null!;
    private ISequentialRun _ranks = null!;
    private ISequentialRun _samples = null!;
    private ArmsBucket _thousand = null!;

    [GlobalSetup]
    public void Watch()
    {
        _events = Start("count-mixture", new() { Margin = new(0.25, 0.005) });
        _points = Start("paired-series", new());
        _ranks = Start("paired-series", new() { Margin = new(0, 1) });
        _samples = Start("stratified-ranks", new() { Guards = [0.9, 0.99] });
        _thousand = new ArmsBucket.Samples(Latencies(750), Latencies(250));
        for (var k = 0; k < 60; k++)
        {
            Events();
            Points();
            Ranks();
            Samples();
        }
    }

    [Benchmark]
    public SequentialLook Events() => _events.Add(new ArmsBucket.Events(new(1_900, _random.Next(30), 100, _random.Next(3))));

    [Benchmark]
    public SequentialLook Points() => _points.Add(new ArmsBucket.Points(90 + _random.Next(20), 90 + _random.Next(20)));

    [Benchmark]
    public SequentialLook Ranks() => _ranks.Add(new ArmsBucket.Points(_random.NextDouble() - 0.5, _random.NextDouble() - 0.5));

    [Benchmark]
    public SequentialLook Samples() => _samples.Add(_thousand);

    private double[] Latencies(int count) => [.. Enumerable.Range(0, count).Select(_ => 100 * Math.Exp(_random.NextDouble() + _random.NextDouble()))];

    private static ISequentialRun Start(string test, SequentialPlan plan) => SequentialTests.All.Single(t => t.Name == test).Start(plan);
}
