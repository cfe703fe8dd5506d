using Prometheus;

namespace CanaryJudge.AnalysisServer.Telemetry;

/// <summary>What the server counts, in a registry of its own.</summary>
internal sealed class ServerMeters
{
    private readonly Counter _evaluations;

    /// <summary>Registers the meters.</summary>
    public ServerMeters()
    {
        Registry = Metrics.NewCustomRegistry();
        DotNetStats.Register(Registry);
        var make = Metrics.WithCustomRegistry(Registry);
        _evaluations = make.CreateCounter("canaryjudge_evaluations_total", "Evaluations that ended in a judgement, by verdict.", "verdict");
        foreach (var verdict in new[] { "pass", "fail", "inconclusive" })
        {
            _evaluations.WithLabels(verdict);
        }

        Seconds = make.CreateHistogram("canaryjudge_evaluation_seconds", "Time to judge one request, without waiting for a turn.",
            new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.001, 2.5, 12) });
        RequestBytes = make.CreateHistogram("canaryjudge_request_bytes", "Size of requests as messages.", Bytes());
        ResponseBytes = make.CreateHistogram("canaryjudge_response_bytes", "Size of judgements as messages.", Bytes());
        InFlight = make.CreateGauge("canaryjudge_evaluations_in_flight", "Evaluations that run now.");
    }

    /// <summary>What <c>/metrics</c> shows.</summary>
    public CollectorRegistry Registry { get; }

    /// <summary>Time to judge, in seconds.</summary>
    public Histogram Seconds { get; }

    /// <summary>Size of requests.</summary>
    public Histogram RequestBytes { get; }

    /// <summary>Size of judgements.</summary>
    public Histogram ResponseBytes { get; }

    /// <summary>Evaluations that run now.</summary>
    public Gauge InFlight { get; }

    /// <summary>Counts a judgement.</summary>
    /// <param name="verdict">pass, fail or inconclusive.</param>
    public void Count(string verdict) => _evaluations.WithLabels(verdict).Inc();

    private static HistogramConfiguration Bytes() => new() { Buckets = Histogram.ExponentialBuckets(256, 4, 11) };
}
