using CanaryJudge.Statistics.Planning;
using static CanaryJudge.Statistics.Sequential.Reason;

namespace CanaryJudge.Statistics.Sequential;

/// <summary>A run of <see cref="EventEvidence"/>.</summary>
internal sealed class EventRun : ISequentialRun
{
    private readonly SequentialPlan _plan;
    private readonly EventSide[] _sides;
    private readonly BurstGuard _bursts = new();
    private readonly StandardisedHarm _harm = new();
    private readonly RatioSequence _ratio = new();
    private readonly ArmsPresence _presence = new();
    private readonly RunState _run = new();
    private EventBucket _total;
    private long _refused;

    internal EventRun(SequentialPlan plan)
    {
        _plan = plan;
        _sides = [.. plan.Sides.Select(side => new EventSide(plan, side))];
    }

    private double Divisor => _plan.Independent ? 1 : _bursts.Divisor;

    public SequentialLook Add(params ReadOnlySpan<ArmsBucket> strata)
    {
        var buckets = RunState.Require<ArmsBucket.Events>(strata);
        if (_run.Enter(buckets[0].Epoch))
        {
            _harm.NextStep();
            Array.ForEach(_sides, side => side.NextStep());
        }

        var sound = Array.FindAll(buckets, bucket => bucket.Counts.IsSound(share: !_plan.Poisson));
        _refused += buckets.Length - sound.Length;
        if (sound.Length > 0)
        {
            _presence.Add(Array.Exists(sound, b => b.Counts.BaselineExposure > 0), Array.Exists(sound, b => b.Counts.CanaryExposure > 0));
            _bursts.AddStrata(Array.ConvertAll(sound, bucket => bucket.Counts));
        }

        foreach (var bucket in sound)
        {
            _total = _total.Plus(bucket.Counts);
            _harm.Add(bucket.Counts, bucket.Stratum);
            _ratio.Add(bucket.Counts);
            Array.ForEach(_sides, side => side.Add(bucket.Counts, bucket.Stratum));
        }

        var sides = Array.ConvertAll(_sides, side => side.Look(_harm.Harm, _harm.BaselineRate, _bursts));
        _run.Decide(sides);
        return new()
        {
            Number = _run.Looks,
            BaselineCount = _total.BaselineExposure,
            CanaryCount = _total.CanaryExposure,
            Sides = sides,
            IsHarmful = _run.IsHarmful,
            IsAcceptable = _run.IsAcceptable,
            Dispersion = _bursts.Dispersion,
            Divisor = Divisor,
            IsApproximate = Divisor != 1,
            Reasons = _presence.Reasons
                | Unless(_total.Compares, SequentialReasons.NotEnoughData)
                | When(_total.Compares && _sides[0].NeedsAbsoluteMargin, SequentialReasons.NeedsAbsoluteMargin)
                | When(!_plan.Independent && _bursts.StandsOut, SequentialReasons.Bursts)
                | When(_refused > 0, SequentialReasons.RefusedBuckets),
        };
    }

    public SequentialEffect Effect() => new(_ratio.Interval(_plan.Beta, Divisor), IsRatio: true, _harm.BaselineRate, _harm.Harm);

    public double Needed()
    {
        if (!_total.Compares || !(_presence.Buckets > 0))
        {
            return double.NaN;
        }

        var share = SampleSize.CanaryShare(_total.BaselineExposure, _total.CanaryExposure);
        var rate = (_total.Events + 0.5) / (_total.CanaryExposure + _total.BaselineExposure + 1);
        var perBucket = _total.CanaryExposure / _presence.Buckets;
        return _sides.Zip(_plan.Sides).Max(pair =>
        {
            var needed = share * HowLong.EventsToAccept(rate, share, _plan.Margin, _plan.Beta, _plan.Poisson, pair.Second);
            var seen = pair.First.CanaryInStep;
            var untilJudged = seen + (Math.Max(0, BurstGuard.BucketsForAcceptance - _bursts.Buckets) / BucketsWithEvents(rate) * perBucket);
            return Math.Max(0, (_plan.Independent ? needed : HowLong.WithBurstGuard(needed, untilJudged)) - seen);
        });
    }

    public void Exchange(StateExchange state)
    {
        state.Mark("count-mixture run 2");
        _run.Exchange(state);
        _presence.Exchange(state);
        _bursts.Exchange(state);
        _harm.Exchange(state);
        _ratio.Exchange(state);
        Array.ForEach(_sides, side => side.Exchange(state));
        EventBucket.Exchange(state, ref _total);
        state.Number(ref _refused);
    }

    /// <summary>The share of buckets that hold an event.</summary>
    private double BucketsWithEvents(double rate) =>
        1 - Math.Exp(-rate * (_total.CanaryExposure + _total.BaselineExposure) / _presence.Buckets);
}
