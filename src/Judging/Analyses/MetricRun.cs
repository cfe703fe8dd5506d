using System.Buffers;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;

namespace CanaryJudge.Judging.Analyses;

/// <summary>One metric of an analysis: its open rows, its watch, its course, the canary's traffic of the epoch.</summary>
/// <param name="metric">What the user wrote.</param>
/// <param name="plan">Makes the watch's plan, once the kind is known.</param>
/// <param name="watches">Makes the watch.</param>
/// <param name="sampleWidth">The width of a bucket of samples, nanoseconds.</param>
internal sealed class MetricRun(MetricPolicy metric, Func<string, MetricWatchPlan> plan, IMetricWatches watches, long sampleWidth)
{
    private string? _kind = metric.Kind;
    private readonly SplitWatch _split = new();
    private StrataSeen _strata = new();
    private readonly CourseWatch _course = new();
    private IMetricWatch? _watch;
    private int _trafficEpoch;
    private double _traffic;

    /// <summary>The metric's name.</summary>
    public string Name => metric.Name;

    /// <summary>What the user wrote.</summary>
    public MetricPolicy Policy => metric;

    /// <summary>What waits to be judged; null before any data.</summary>
    public IOpenRows? Open { get; private set; }

    /// <summary>Takes rows of one series.</summary>
    public void Add(Series series, TimeGate gate, BatchCounts counts)
    {
        if ((_kind ??= series.Data.Kind) != series.Data.Kind)
        {
            counts.Reject(Rejection.OtherKind, series.Data.Count);
            return;
        }

        Open ??= _kind == "samples" ? new OpenSamples(sampleWidth) : new OpenIntervals(_kind);
        Open.Add(series, gate, counts);
    }

    /// <summary>Moves the bucket that ends at a time to the watch.</summary>
    /// <param name="end">The time.</param>
    /// <param name="steps">Tell which time belongs to which step.</param>
    /// <param name="from">Earlier rows are dropped: the warm-up.</param>
    /// <param name="share">The canary's expected share of the traffic; null: what the steps say.</param>
    public void Close(long end, StepLine steps, long from, double? share)
    {
        foreach (var strata in Open!.Close(end, steps, from, _strata))
        {
            _watch ??= watches.Start(plan(_kind!));
            _watch.Add(strata);
            _course.Add(strata);
            var epoch = strata[0].Epoch;
            if (epoch > _trafficEpoch)
            {
                (_trafficEpoch, _traffic) = (epoch, 0);
            }

            double baseline = strata.Sum(s => Traffic.Requests(s.Baseline)), canary = strata.Sum(s => Traffic.Requests(s.Canary));
            _traffic += epoch == _trafficEpoch ? canary : 0;
            _split.Add(epoch, baseline, canary, share ?? steps.WeightOf(epoch));
        }
    }

    /// <summary>Requests of both arms since the expected split changed last; 0 where none are counted.</summary>
    public double SplitTotal => _split.Total;

    /// <summary>What is wrong with the split of the traffic; null: nothing, or nothing is expected.</summary>
    public Warning? SplitMismatch => _split.Mismatch(Name);

    /// <summary>The canary's count in an epoch.</summary>
    public double TrafficOf(int epoch) => epoch == _trafficEpoch ? _traffic : 0;

    /// <summary>The metric's verdict. Without a closed bucket it knows no more than the policy: what waits depends on the batches.</summary>
    /// <param name="moment">Which look it is.</param>
    /// <param name="steps">When the weight moved.</param>
    /// <param name="beta">The chance of passing when worse by the margin.</param>
    public MetricJudgement Look(LookMoment moment, StepLine steps, double beta) => _watch is { } watch
        ? Told(_course.Into(watch.Look(moment).Judgement, metric, steps))
        : WithoutEvidence.Judge(metric, metric.Kind, beta, new Obstacle(ReasonCode.NoData, "No data in either arm."), moment.IsLast);

    private MetricJudgement Told(MetricJudgement judgement) => judgement with { Warnings = [.. judgement.Warnings, .. _strata.Warnings] };

    /// <summary>Writes the state.</summary>
    public void Write(StateWriter to)
    {
        WriteEvidence(to);
        to.Flag(Open is not null);
        Open?.Write(to);
    }

    /// <summary>Reads the state.</summary>
    public void Read(ref StateReader from)
    {
        ReadEvidence(ref from);
        Open = !from.Flag() ? null : _kind == "samples" ? OpenSamples.Read(sampleWidth, ref from) : OpenIntervals.Read(_kind!, ref from);
    }

    /// <summary>Writes all that looks rest on.</summary>
    public void WriteEvidence(StateWriter to)
    {
        to.Text(_kind ?? "");
        to.Length(_trafficEpoch);
        to.Number(_traffic);
        _split.Write(to);
        _strata.Write(to);
        _course.Write(to);
        to.Flag(_watch is not null);
        if (_watch is { } watch)
        {
            var state = new ArrayBufferWriter<byte>();
            watch.Write(state);
            to.Bytes(state.WrittenSpan);
        }
    }

    /// <summary>Reads all that looks rest on.</summary>
    public void ReadEvidence(ref StateReader from)
    {
        var kind = from.Text();
        _kind = kind.Length == 0 ? null : kind;
        _trafficEpoch = from.Length();
        _traffic = from.Number();
        _split.Read(ref from);
        _strata = StrataSeen.Read(ref from);
        _course.Read(ref from);
        _watch = from.Flag() ? watches.Read(plan(_kind!), from.Bytes()) : null;
    }
}
