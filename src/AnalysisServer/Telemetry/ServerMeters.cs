using CanaryJudge.Judging.Analyses;
using Prometheus;

namespace CanaryJudge.AnalysisServer.Telemetry;

/// <summary>What the server counts, in a registry of its own.</summary>
internal sealed class ServerMeters
{
    private readonly Counter _evaluations, _rows;
    private readonly Gauge _analyses;

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
        _analyses = make.CreateGauge("canaryjudge_analyses", "Analyses in the store, by state.", "state");
        _rows = make.CreateCounter("canaryjudge_ingested_rows_total", "Rows of batches, by what became of them.", "outcome");
        foreach (var outcome in new[] { "accepted", "duplicate", "late", "rejected" })
        {
            _rows.WithLabels(outcome);
        }

        AckSeconds = make.CreateHistogram("canaryjudge_ack_seconds", "Time from a batch's arrival to its acknowledgement.", Short());
        StorageSeconds = make.CreateHistogram("canaryjudge_storage_seconds", "Time to make one group of writes durable.", Short());
        QueuedWrites = make.CreateGauge("canaryjudge_storage_queue", "Writes that wait for the store or are being written.");
        Looks = make.CreateCounter("canaryjudge_looks_total", "Looks made by analyses.");
        ActiveAnalyses = make.CreateGauge("canaryjudge_active_analyses", "Analyses that are in this server's memory.");
        Watches = make.CreateGauge("canaryjudge_watches", "Open watches.");
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

    /// <summary>Time from a batch's arrival to its acknowledgement, in seconds.</summary>
    public Histogram AckSeconds { get; }

    /// <summary>Time to make one group of writes durable, in seconds.</summary>
    public Histogram StorageSeconds { get; }

    /// <summary>Writes that wait for the store or are being written.</summary>
    public Gauge QueuedWrites { get; }

    /// <summary>Looks made by analyses.</summary>
    public Counter Looks { get; }

    /// <summary>Analyses that are in memory.</summary>
    public Gauge ActiveAnalyses { get; }

    /// <summary>Open watches.</summary>
    public Gauge Watches { get; }

    /// <summary>Shows how many analyses are in a state.</summary>
    /// <param name="state">running, passed, failed, inconclusive or cancelled.</param>
    /// <param name="count">How many.</param>
    public void Show(string state, long count) => _analyses.WithLabels(state).Set(count);

    /// <summary>Counts rows of batches that are durable.</summary>
    /// <param name="counts">What became of them.</param>
    public void Count(BatchCounts counts)
    {
        _rows.WithLabels("accepted").Inc(counts.Accepted);
        _rows.WithLabels("duplicate").Inc(counts.Duplicate);
        _rows.WithLabels("late").Inc(counts.Late);
        _rows.WithLabels("rejected").Inc(counts.Rejected.Sum(r => r.Value));
    }

    /// <summary>Counts a judgement.</summary>
    /// <param name="verdict">pass, fail or inconclusive.</param>
    public void Count(string verdict) => _evaluations.WithLabels(verdict).Inc();

    private static HistogramConfiguration Short() => new() { Buckets = Histogram.ExponentialBuckets(0.0005, 2.5, 12) };

    private static HistogramConfiguration Bytes() => new() { Buckets = Histogram.ExponentialBuckets(256, 4, 11) };
}
