using CanaryJudge.Statistics.Planning;
using static CanaryJudge.Statistics.Sequential.Reason;

namespace CanaryJudge.Statistics.Sequential;

/// <summary>A run of <see cref="PairedEvidence"/>.</summary>
internal sealed class PairedRun : ISequentialRun
{
    private const int LongHorizon = 120;
    private const double SmallAlpha = 0.02;
    private const double FewEffective = 10;

    private readonly SequentialPlan _plan;
    private readonly PairedSide[] _sides;
    private readonly PhiMode _mode;
    private readonly ArmsPresence _presence = new();
    private readonly RunState _run = new();

    // Of logarithms, or of differences where ranks decide.
    private readonly PairedSums _series = new();
    private readonly PairedSums _baselineLogs = new();

    // The pairs up to the first look that may decide; the logarithms are NaN where a value has none.
    private double[] _firstBaseline = [];
    private double[] _firstCanary = [];
    private double[] _firstBaselineLog = [];
    private double[] _firstCanaryLog = [];
    private long _scale;
    private double _level = double.NaN;
    private double _margin = double.NaN;
    private int _pairs;
    private int _sinceStep;
    private long _notPositive;
    private long _notFinite;

    internal PairedRun(SequentialPlan plan)
    {
        _plan = plan;
        _sides = [.. plan.Sides.Select(side => new PairedSide(plan, side))];
        _mode = plan.HistoryPhi is not null ? PhiMode.History
            : plan.PlannedBuckets >= LongHorizon && plan.Alpha >= SmallAlpha ? PhiMode.Plain
            : PhiMode.Strict;
    }

    private enum Scale
    {
        Open,
        Logarithms,
        Ranks,
    }

    public SequentialLook Add(params ReadOnlySpan<ArmsBucket> strata)
    {
        var points = RunState.Require<ArmsBucket.Points>(strata);
        if (_run.Enter(points[0].Epoch))
        {
            _sinceStep = 0;
        }

        _notFinite += points.Sum(p => (double.IsInfinity(p.Baseline) ? 1 : 0) + (double.IsInfinity(p.Canary) ? 1 : 0));
        var kept = Array.FindAll(points, p => !IsLeftOut(p));
        _notPositive += points.Length - kept.Length;
        _presence.Add(Array.Exists(kept, p => double.IsFinite(p.Baseline)), Array.Exists(kept, p => double.IsFinite(p.Canary)));
        if (StrataPair.Of(kept) is { } pair)
        {
            _pairs++;
            _sinceStep++;
            Take(pair);
        }

        return Look();
    }

    public SequentialEffect Effect()
    {
        if (_series.N == 0)
        {
            return new(new(double.NaN, double.NegativeInfinity, double.PositiveInfinity), IsRatio: false, double.NaN, double.NaN);
        }

        var look = Judged();
        var critical = _sides.Max(side => side.EndCritical);
        var ends = double.IsInfinity(critical) ? new(look.Mean, double.NegativeInfinity, double.PositiveInfinity) : look.Interval(critical);
        if (_scale != (long)Scale.Logarithms)
        {
            return new(ends, IsRatio: false, _level, ends.Estimate);
        }

        double level = Math.Exp(BaselineLog().Mean), ratio = Math.Exp(ends.Estimate);
        return new(new(ratio, Math.Exp(ends.Lower), Math.Exp(ends.Upper)), IsRatio: true, level, (ratio - 1) * level);
    }

    public double Needed()
    {
        if (_scale == (long)Scale.Open)
        {
            return _plan.FewestBuckets - _pairs;
        }

        var look = Judged();
        var deviation = look.StandardError * Math.Sqrt(look.EffectiveSize);
        var gap = _scale == (long)Scale.Logarithms ? _sides.Min(side => side.LogMargin) : _margin;
        var needed = double.IsFinite(gap) ? HowLong.Points(gap, deviation, look.Phi, _plan.FewestBuckets, _plan.Beta) : double.PositiveInfinity;
        return Math.Max(Math.Max(0, needed - _pairs), Math.Max(0, _plan.FewestBuckets - _sinceStep));
    }

    public void Exchange(StateExchange state)
    {
        state.Mark("paired-series run 2");
        _run.Exchange(state);
        _presence.Exchange(state);
        _series.Exchange(state);
        _baselineLogs.Exchange(state);
        state.Numbers(ref _firstBaseline);
        state.Numbers(ref _firstCanary);
        state.Numbers(ref _firstBaselineLog);
        state.Numbers(ref _firstCanaryLog);
        state.Number(ref _scale);
        state.Number(ref _level);
        state.Number(ref _margin);
        state.Number(ref _pairs);
        state.Number(ref _sinceStep);
        state.Number(ref _notPositive);
        state.Number(ref _notFinite);
        if (_scale == (long)Scale.Ranks && !_sides[0].UsesRanks)
        {
            Array.ForEach(_sides, side => side.UseRanks(_plan.Tolerance.At(_level), _margin));
        }

        Array.ForEach(_sides, side => side.Exchange(state));
    }

    private bool IsLeftOut(ArmsBucket.Points p) =>
        _scale == (long)Scale.Logarithms && double.IsFinite(p.Baseline) && double.IsFinite(p.Canary) && !(p.Baseline > 0 && p.Canary > 0);

    private void Take(StrataPair pair)
    {
        switch ((Scale)_scale)
        {
            case Scale.Logarithms:
                _series.Add(pair.CanaryLog - pair.BaselineLog);
                _baselineLogs.Add(pair.BaselineLog);
                break;
            case Scale.Ranks:
                _series.Add(pair.Canary - pair.Baseline);
                Array.ForEach(_sides, side => side.Add(pair.Baseline, pair.Canary));
                break;
            default:
                _series.Add(pair.Canary - pair.Baseline);
                _firstBaseline = [.. _firstBaseline, pair.Baseline];
                _firstCanary = [.. _firstCanary, pair.Canary];
                _firstBaselineLog = [.. _firstBaselineLog, pair.BaselineLog];
                _firstCanaryLog = [.. _firstCanaryLog, pair.CanaryLog];
                if (_pairs == _plan.FewestBuckets)
                {
                    Settle();
                }

                break;
        }
    }

    /// <summary>Logarithms where every value is positive and both bounds are relative at the baseline's level; else ranks.</summary>
    private void Settle()
    {
        _level = Samples.MedianOf(_firstBaseline);
        _margin = _plan.Margin.At(_level);
        var logarithms = Array.TrueForAll(_firstBaselineLog, double.IsFinite) && Array.TrueForAll(_firstCanaryLog, double.IsFinite)
            && _plan.Tolerance.Relative * _level >= _plan.Tolerance.Absolute && _plan.Margin.Relative * _level >= _plan.Margin.Absolute;
        _scale = (long)(logarithms ? Scale.Logarithms : Scale.Ranks);
        if (!logarithms)
        {
            Array.ForEach(_sides, side => side.UseRanks(_plan.Tolerance.At(_level), _margin));
        }

        StrataPair[] first = [.. _firstBaseline.Select((b, t) => new StrataPair(b, _firstCanary[t], _firstBaselineLog[t], _firstCanaryLog[t]))];
        (_firstBaseline, _firstCanary, _firstBaselineLog, _firstCanaryLog) = ([], [], [], []);
        _series.Clear();
        Array.ForEach(first, Take);
    }

    private SequentialLook Look()
    {
        var settled = _scale != (long)Scale.Open;
        var logs = settled ? Judged() : default;
        var mayAccept = _sinceStep >= _plan.FewestBuckets;
        var sides = settled
            ? Array.ConvertAll(_sides, side => side.Look(logs, _pairs, mayAccept))
            : [.. _plan.Sides.Select(side => new SideEvidence(side, NoEvidence, NoEvidence))];
        _run.Decide(sides);
        var dependence = _scale == (long)Scale.Ranks ? _sides[0].RankLook() : logs;
        var few = settled && dependence.EffectiveSize < FewEffective;
        return new()
        {
            Number = _run.Looks,
            BaselineCount = _pairs,
            CanaryCount = _pairs,
            Sides = sides,
            IsHarmful = _run.IsHarmful,
            IsAcceptable = _run.IsAcceptable,
            Phi = settled ? dependence.Phi : null,
            CoarsePhi = settled && dependence.Coarse.Values > 0 ? dependence.Coarse.Phi : null,
            EffectiveCount = settled ? dependence.EffectiveSize : null,
            IsApproximate = true,
            Reasons = _presence.Reasons
                | Unless(settled, SequentialReasons.NotEnoughData)
                | When(settled && dependence.IsConstant, SequentialReasons.ZeroVariance)
                | When(few, SequentialReasons.FewEffectiveValues)
                | When(_notPositive > 0, SequentialReasons.NotPositive)
                | When(_notFinite > 0, SequentialReasons.DroppedValues)
                | When(_pairs > _plan.PlannedBuckets, SequentialReasons.PastPlannedEnd),
        };
    }

    private static SequentialEvidence NoEvidence => new(double.NaN, double.PositiveInfinity, double.NaN);

    private PairedLook Judged() => _scale == (long)Scale.Logarithms
        ? _series.Look(_mode, _plan.HistoryPhi ?? 0, twoScales: true)
        : _series.Look(PhiMode.Strict, 0, twoScales: true);

    private PairedLook BaselineLog() => _baselineLogs.Look(PhiMode.Strict, 0, twoScales: false);
}
