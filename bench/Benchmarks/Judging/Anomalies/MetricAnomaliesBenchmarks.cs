using BenchmarkDotNet.Attributes;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Anomalies;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Health;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics.Anomalies;

namespace CanaryJudge.Benchmarks.Judging.Anomalies;

/// <summary>What anomalies, health and the joint check cost beside the whole judgement: ten metrics of 60 points.</summary>
[MemoryDiagnoser]
public class MetricAnomaliesBenchmarks
{
    private readonly Snapshot _snapshot = Points.Of(metrics: 10, count: 60);
    private readonly Finding[] _findings;
    private readonly MetricTimes[] _times;
    private readonly MetricTimes[] _shifted;
    private readonly IReadOnlyList<Anomaly>[] _anomalies;

    public MetricAnomaliesBenchmarks()
    {
        _findings = Findings(_snapshot);
        _times = [.. _findings.Select(MetricTimes.Of)];
        _shifted = [.. Findings(Points.Of(metrics: 10, count: 60, shift: 2)).Select(MetricTimes.Of)];
        _anomalies = [.. _times.Select(MetricAnomalies.Of)];
    }

    /// <summary>Everything, these included.</summary>
    [Benchmark(Baseline = true)]
    public Judgement Whole() => Judge.Decide(Policy.Inferred, _snapshot, 0, CancellationToken.None);

    [Benchmark]
    public int TimelinesOfAll() => _findings.Sum(finding => MetricTimes.Of(finding).Baseline.Count);

    [Benchmark]
    public int AnomaliesOfAll() => _times.Sum(times => MetricAnomalies.Of(times).Count);

    /// <summary>Where every canary has something to tell.</summary>
    [Benchmark]
    public int AnomaliesOfAllShifted() => _shifted.Sum(times => MetricAnomalies.Of(times).Count);

    [Benchmark]
    public int HealthOfAll()
    {
        var warnings = new List<Warning>();
        for (var i = 0; i < _times.Length; i++)
        {
            HealthChecks.Add(_times[i], _anomalies[i], warnings);
        }

        return warnings.Count;
    }

    [Benchmark]
    public JointJudgement? Joint() => JointCheck.Run(Policy.Inferred.Joint, _times, AnomalyDetectors.All, CancellationToken.None);

    private static Finding[] Findings(Snapshot snapshot) =>
        [.. snapshot.Series.GroupBy(s => s.Metric, StringComparer.Ordinal).Select(g => Comparison.Of(new() { Name = g.Key }, [.. g], 0.05, CancellationToken.None))];
}
