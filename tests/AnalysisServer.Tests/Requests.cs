using CanaryJudge.Contracts.V1;

namespace CanaryJudge.AnalysisServer.Tests;

/// <summary>Requests that are right, to be spoiled by tests.</summary>
internal static class Requests
{
    private const long Start = 1_760_000_000_000_000_000;

    public static long Minute(int i) => Start + (i * 60_000_000_000L);

    /// <summary>One metric of every kind, both arms.</summary>
    public static EvaluateRequest EveryKind(int rows = 40) => new()
    {
        Seed = 7,
        Series =
        {
            Both("latency_ms", s => s.Samples = new() { Value = { Values(rows) } }),
            Both("cpu", s => s.Points = new() { TimeUnixNano = { Times(rows) }, Value = { Values(rows) } }),
            Both("errors", s => s.Ratios = new() { TimeUnixNano = { Times(rows) }, Events = { Whole(rows, 3) }, Total = { Whole(rows, 1000) } }),
            Both("restarts", s => s.Counts = new() { TimeUnixNano = { Times(rows) }, Events = { Whole(rows, 2) }, Exposure = { Values(rows) } }),
            Both("size_bytes", s => s.Histograms = new()
            {
                TimeUnixNano = { Times(rows) },
                UpperBound = { 10, 100, double.PositiveInfinity },
                Row = { Enumerable.Range(0, rows).Select(i => new HistogramRow { Count = { 5, (ulong)(i % 7), 1 } }) },
            }),
        },
    };

    /// <summary>One metric of exponential histograms, both arms; the canary is one scale coarser.</summary>
    public static EvaluateRequest Exponential(int rows = 40) => new()
    {
        Series =
        {
            Both("latency_s", s => s.Histograms = new()
            {
                Scale = s.Arm == Series.Types.Arm.Baseline ? 3 : 2,
                TimeUnixNano = { Times(rows) },
                Row =
                {
                    Enumerable.Range(0, rows).Select(i => new HistogramRow
                    {
                        Positive = new() { Offset = -3, BucketCounts = { 5, (ulong)(i % 7), 1 } },
                        Negative = new() { Offset = 2, BucketCounts = { 1, 2 } },
                        ZeroCount = 4,
                        ZeroThreshold = 0.001,
                    }),
                },
            }),
        },
    };

    public static EvaluateRequest Samples(int rows = 40, string metric = "latency_ms") =>
        new() { Series = { Both(metric, s => s.Samples = new() { Value = { Values(rows) } }) } };

    public static EvaluateRequest Named(string policy)
    {
        var request = Samples();
        request.Policy = new() { Name = policy, Metrics = { new MetricPolicy { Name = "latency_ms" } } };
        return request;
    }

    public static IEnumerable<double> Values(int rows) => Enumerable.Range(0, rows).Select(i => 100.0 + (i * 37 % 11));

    public static IEnumerable<long> Times(int rows) => Enumerable.Range(0, rows).Select(Minute);

    private static IEnumerable<ulong> Whole(int rows, ulong value) => Enumerable.Repeat(value, rows);

    private static IEnumerable<Series> Both(string metric, Action<Series> fill)
    {
        foreach (var arm in new[] { Series.Types.Arm.Baseline, Series.Types.Arm.Canary })
        {
            var series = new Series { Metric = metric, Arm = arm };
            fill(series);
            yield return series;
        }
    }
}
