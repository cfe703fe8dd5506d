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
    public void Add(params ReadOnlySpan<ClosedBucket> strata)
    {
        var buckets = Explicit(strata.ToArray());
        if (_plan is null)
        {
            Begin(buckets);
        }

        (_first, _last) = (Math.Min(_first, buckets[0].Start), Math.Max(_last, buckets[0].End));
        if (_epoch != buckets[0].Epoch)
        {
            // Levels shown are those of the step: the weight, and with it the traffic, was another before.
            _baseline.NextStep();
            _canary.NextStep();
            _epoch = buckets[0].Epoch;
        }

        foreach (var bucket in buckets)
        {
            _baseline.Add(bucket.Stratum, bucket.Baseline);
            _canary.Add(bucket.Stratum, bucket.Canary);
        }

        if (_run is not null)
        {
            _look = _run.Add(Array.ConvertAll(buckets, bucket => ToArmsBucket.Of(_plan!, bucket, IsKnown(bucket.Stratum))));
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
        return new(new LookJudgement(_plan!, watched, _look!, _run!.Effect(), _run.Needed(), _baseline, _canary, span, isNewStep: moment.Epoch > _epoch).Make());
    }

    /// <inheritdoc />
    public void Write(IBufferWriter<byte> to) => Exchange(StateExchange.To(to));

    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Mark("sequential-watch 3");
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

    /// <summary>Whether both arms have had data of a stratum: then one that has none now lacks them.</summary>
    private bool IsKnown(string stratum) => stratum.Length == 0 || (_baseline.RowsOf(stratum) > 0 && _canary.RowsOf(stratum) > 0);

    /// <summary>The bucket with explicit bounds where its histograms have exponential ones.</summary>
    private ClosedBucket[] Explicit(ClosedBucket[] strata)
    {
        if ((strata[0].Baseline ?? strata[0].Canary) is not SeriesData.ExponentialHistograms)
        {
            return strata;
        }

        _grid.Grow([.. strata.SelectMany(s => new[] { s.Baseline, s.Canary }).Select(data => data as SeriesData.ExponentialHistograms)]);
        return Array.ConvertAll(strata, bucket => bucket with { Baseline = Counted(bucket.Baseline), Canary = Counted(bucket.Canary) });

        SeriesData.Histograms? Counted(SeriesData? arm) => _grid.Explicit(arm as SeriesData.ExponentialHistograms, strata[0].Start);
    }

    private void Begin(ClosedBucket[] strata)
    {
        _width = strata[0].End - strata[0].Start;
        _ceiling = Comparison.Ceiling(strata.SelectMany(s => new[] { s.Baseline, s.Canary })) ?? 0;
        Begin();
    }

    private void Begin()
    {
        _plan = MetricPlan.For(watched.Metric, watched.Kind, _ceiling > 0 ? _ceiling : null);
        _run = Unwatchable.Of(watched.Metric, watched.Kind) is null ? ToSequentialPlan.Start(_plan, watched, _width) : null;
    }
}
