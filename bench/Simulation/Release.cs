using CanaryJudge.Judging.Analyses;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Simulation;

/// <summary>A release of ten metrics, watched for an hour by an analysis as the server runs it: batches, buckets, looks, one error budget.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Metrics">Its metrics, in order.</param>
internal sealed record Release(string Name, IReadOnlyList<Release.Metric> Metrics)
{
    private const int Minutes = 60, SamplesAMinute = 30, RequestsAMinute = 1_000;
    private const double ErrorRate = 0.01;
    private const long Minute = 60_000_000_000, Start = 1_767_614_400_000_000_000;

    /// <summary>One metric of a release.</summary>
    /// <param name="Kind">Its kind, said so that nothing is inferred.</param>
    /// <param name="AtTolerance">The harm that is just tolerated, as a share of the baseline.</param>
    /// <param name="AtMargin">The harm that must not pass, as a share of the baseline.</param>
    /// <param name="Arm">Draws one arm with a change.</param>
    internal sealed record Metric(string Kind, double AtTolerance, double AtMargin, Func<Random, double, SeriesData> Arm);

    /// <summary>The rows of the table.</summary>
    public static IReadOnlyList<Release> All { get; } =
    [
        new("ten of points, AR(1) 0.5", Ten(Points(0.5))),
        new("ten of points, AR(1) 0.8", Ten(Points(0.8))),
        new("ten of latencies, log-normal 0.5", Ten(Latencies)),
        new("ten of errors, 1% of 1,000 a minute", Ten(Errors)),
        new("four of points, three of latencies, three of errors", [.. Enumerable.Repeat(Points(0.5), 4), .. Enumerable.Repeat(Latencies, 3), .. Enumerable.Repeat(Errors, 3)]),
    ];

    private static Metric Latencies => new("samples", 0.05, 0.25, (chance, harm) =>
        new SeriesData.Samples(Times(SamplesAMinute), Draw.LogNormal(chance, Minutes * SamplesAMinute, 1 + harm), []));

    private static Metric Errors => new("ratio", 0.1, 0.5, (chance, harm) => new SeriesData.Ratios(
        Times(1), Draw.Events(chance, Minutes, RequestsAMinute * ErrorRate * (1 + harm), 1), [.. Enumerable.Repeat((double)RequestsAMinute, Minutes)]));

    /// <summary>How often a release is failed at any look.</summary>
    /// <param name="runs">So many releases.</param>
    /// <param name="variant">The stream of chance.</param>
    /// <param name="harmOf">The change of each metric.</param>
    public Rate Failed(int runs, int variant, Func<Metric, double> harmOf) =>
        Count(runs, variant, (m, _) => harmOf(m), StopRule.FailOnly, looks => looks.Any(l => l.Judgement.Verdict == Verdict.Fail));

    /// <summary>How often a release passes at any look though one metric is worse by its margin.</summary>
    public Rate PassedAtMargin(int runs, int variant) =>
        Count(runs, variant, (m, i) => i == 0 ? m.AtMargin : 0, StopRule.FirstDecision, looks => looks.Any(l => l.Judgement.Verdict == Verdict.Pass));

    private Rate Count(int runs, int variant, Func<Metric, int, double> harmOf, StopRule stop, Func<IEnumerable<AnalysisChange.Looked>, bool> happens) =>
        new(Enumerable.Range(0, runs).AsParallel().Count(run => happens(Watched(Draw.Chance(Name, variant, run), harmOf, stop))), runs);

    private IEnumerable<AnalysisChange.Looked> Watched(Random chance, Func<Metric, int, double> harmOf, StopRule stop)
    {
        var series = new List<Series>();
        var policies = new List<MetricPolicy>();
        foreach (var (metric, i) in Metrics.Select((m, i) => (m, i)))
        {
            var name = $"metric_{i}";
            policies.Add(new() { Name = name, Kind = metric.Kind });
            series.Add(new(name, Arm.Baseline, Series.NoLabels, metric.Arm(chance, 0)));
            series.Add(new(name, Arm.Canary, Series.NoLabels, metric.Arm(chance, harmOf(metric, i))));
        }

        return Replay.Play(new() { Metrics = policies }, series, new() { StopRule = stop }, "");
    }

    private static Metric[] Ten(Metric metric) => [.. Enumerable.Repeat(metric, 10)];

    private static Metric Points(double correlation) => new("points", 0.05, 0.25, (chance, harm) =>
        new SeriesData.Points(null, Times(1), Draw.Points(chance, Minutes, correlation, 1 + harm)));

    private static long[] Times(int aMinute) => [.. Enumerable.Range(0, Minutes * aMinute).Select(i => Start + (Minute / aMinute * i))];
}
