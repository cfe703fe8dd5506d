using System.Buffers;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Sequential;

namespace CanaryJudge.Judging.Analyses.Evidence;

/// <summary>The sequential evidence of one metric, from its first bucket on.</summary>
/// <param name="watched">What the user wrote of the metric, and its share of the error budget.</param>
internal sealed class SequentialWatch(MetricWatchPlan watched) : IMetricWatch, IStateful
{
    private readonly ArmTally _baseline = new();
    private readonly ArmTally _canary = new();
    private readonly ExponentialGrid _grid = new();
    private ISequentialRun? _run;
    private MetricPlan? _plan;
    private double _ceiling;
    private long _width;
    private long _first = long.MaxValue;
    private long _last = long.MinValue;
    private int _epoch;
    private SequentialLook? _look;

    /// <inheritdoc />
    public void Add(ClosedBucket bucket)
    {
        ArgumentNullException.ThrowIfNull(bucket);
        if (_plan is null)
        {
            Begin(bucket);
        }

        bucket = Explicit(bucket);
        (_first, _last) = (Math.Min(_first, bucket.Start), Math.Max(_last, bucket.End));
        if (_epoch != bucket.Epoch)
        {
            // Levels shown are those of the step: the weight, and with it the traffic, was another before.
            _baseline.NextStep();
            _canary.NextStep();
            _epoch = bucket.Epoch;
        }

        _baseline.Add(bucket.Baseline);
        _canary.Add(bucket.Canary);
        if (_run is not null)
        {
            _look = _run.Add(ToArmsBucket.Of(_plan!, bucket));
        }
    }

    /// <inheritdoc />
    public MetricLook Look(LookMoment moment)
    {
        ArgumentNullException.ThrowIfNull(moment);
        var obstacle = Unwatchable.Of(watched.Metric, watched.Kind) ?? Obstacles.Empty(_baseline.Rows, _canary.Rows);
        if (obstacle is not null)
        {
            return new(WithoutEvidence.Judge(watched.Metric, watched.Kind, watched.Beta, obstacle, moment.IsLast));
        }

        var span = TimeSpan.FromTicks((_last - _first) / TimeSpan.NanosecondsPerTick);
        return new(new LookJudgement(_plan!, watched, _look!, _run!.Effect(), _run.Needed(), _baseline, _canary, span).Make());
    }

    /// <inheritdoc />
    public void Write(IBufferWriter<byte> to) => Exchange(StateExchange.To(to));

    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Mark("sequential-watch 2");
        var begun = _plan is not null;
        state.Flag(ref begun);
        state.Number(ref _ceiling);
        state.Number(ref _width);
        if (begun && _plan is null)
        {
            Begin();
        }

        state.Number(ref _first);
        state.Number(ref _last);
        state.Number(ref _epoch);
        _baseline.Exchange(state);
        _canary.Exchange(state);
        _grid.Exchange(state);
        _run?.Exchange(state);
        StoredLook.Exchange(state, ref _look);
    }

    /// <summary>The bucket with explicit bounds where its histograms have exponential ones.</summary>
    private ClosedBucket Explicit(ClosedBucket bucket)
    {
        if ((bucket.Baseline ?? bucket.Canary) is not SeriesData.ExponentialHistograms)
        {
            return bucket;
        }

        var (b, c) = (bucket.Baseline as SeriesData.ExponentialHistograms, bucket.Canary as SeriesData.ExponentialHistograms);
        _grid.Grow(b, c);
        return bucket with { Baseline = _grid.Explicit(b, bucket.Start), Canary = _grid.Explicit(c, bucket.Start) };
    }

    private void Begin(ClosedBucket bucket)
    {
        _width = bucket.End - bucket.Start;
        _ceiling = Comparison.Ceiling([bucket.Baseline, bucket.Canary]) ?? 0;
        Begin();
    }

    private void Begin()
    {
        _plan = MetricPlan.For(watched.Metric, watched.Kind, _ceiling > 0 ? _ceiling : null);
        _run = Unwatchable.Of(watched.Metric, watched.Kind) is null ? ToSequentialPlan.Start(_plan, watched, _width) : null;
    }
}
