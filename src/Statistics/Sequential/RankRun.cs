using CanaryJudge.Statistics.Dependence;
using CanaryJudge.Statistics.Effects;
using CanaryJudge.Statistics.Planning;
using static CanaryJudge.Statistics.Sequential.Reason;

namespace CanaryJudge.Statistics.Sequential;

/// <summary>A run of <see cref="RankEvidence"/>.</summary>
internal sealed class RankRun : ISequentialRun
{
    /// <summary>A guard needs this many canary values beyond its quantile before acceptance.</summary>
    private const double BeyondToAccept = 10;

    /// <summary>The scale is settled from so many values of the baseline.</summary>
    private const double FewestForScale = 100;

    private const double FewestForPlan = 200;

    private readonly SequentialPlan _plan;
    private readonly RankSide[] _sides;
    private readonly QuantileGuard[] _guards;
    private readonly double _fewestToAccept;
    private readonly ByStratum<RankStratum> _strata = new();
    private readonly RankValues _values = new();
    private readonly ClusterDivisor _clusters = new();
    private readonly ArmsPresence _presence = new();
    private readonly RunState _run = new();

    // The interval rests on all steps, so it has a boundary of its own.
    private readonly RankBoundary _ends;

    // Tolerance and margin of each side, then the grid.
    private readonly ShiftSums _all;

    // Tolerance and margin of each side, of this step alone.
    private ShiftSums _step;
    private ShiftScale _scale;
    private bool _settled;
    private int _stratumBuckets;
    private double _baseline;
    private double _canary;
    private double _stepBaseline;
    private double _stepCanary;
    private double _plannedTheta = double.NaN;

    internal RankRun(SequentialPlan plan)
    {
        _plan = plan;
        _sides = [.. plan.Sides.Select(side => new RankSide(plan, side))];
        _ends = new(plan.Beta);
        _guards = [.. plan.Guards.SelectMany(q => plan.Sides.Select(side => new QuantileGuard(q, side, plan.Tolerance, plan.GuardAlpha, plan.Independent)))];
        _fewestToAccept = plan.Guards.Count == 0
            ? RankBoundary.Fewest
            : Math.Max(RankBoundary.Fewest, Math.Ceiling((BeyondToAccept / (1 - plan.Guards.Max())) - 1e-9));
        _all = new((2 * _sides.Length) + ShiftScale.GridSize);
        _step = new(2 * _sides.Length);
    }

    private double Divisor => _values.AreKeyed || _plan.Independent ? 1 : _clusters.Cautious;

    private bool IsDependent => !_values.AreKeyed && !_plan.Independent && _clusters.StandsOut;

    public SequentialLook Add(params ReadOnlySpan<ArmsBucket> strata)
    {
        var buckets = RunState.Require<ArmsBucket>(strata);
        if (_run.Enter(buckets[0].Epoch))
        {
            NextStep();
        }

        var parts = Array.ConvertAll(buckets, bucket => (Stratum: _strata[bucket.Stratum], Values: _values.Of(bucket)));
        if (Array.Exists(parts, part => !part.Stratum.Open.HasEdgesOf(part.Values)))
        {
            CloseStrata();
        }

        if (_guards.Length > 0)
        {
            var tails = Array.ConvertAll(parts, part => (part.Values, part.Stratum.Recent.Past()));
            Array.ForEach(_guards, guard => guard.Add(tails));
        }

        Cluster(parts);
        Take(parts);
        var look = Look();
        if (++_stratumBuckets >= _plan.StratumBuckets)
        {
            CloseStrata();
        }

        Array.ForEach(parts, part => part.Stratum.Recent.Add(part.Values));
        return look;
    }

    public SequentialEffect Effect()
    {
        var grid = _settled ? new ShiftGrid(_all, 2 * _sides.Length, [.. Open().Where(ShiftSums.Counts).Select(stratum => stratum.Pair()!)], _scale) : null;
        if (grid is null || grid.Information == 0)
        {
            return new(new(double.NaN, double.NegativeInfinity, double.PositiveInfinity), IsRatio: false, double.NaN, double.NaN);
        }

        var critical = _ends.Critical * Math.Sqrt(Divisor);
        double End(double z) => grid.Place(z) is var place && double.IsInfinity(place)
            ? place > 0 ? double.PositiveInfinity : _scale.IsFactor ? 0 : double.NegativeInfinity
            : _scale.At(place);
        var estimate = End(0);
        return new(new(estimate, End(critical), End(-critical)), _scale.IsFactor, _scale.Level, _scale.IsFactor ? (estimate - 1) * _scale.Level : estimate);
    }

    public double Needed()
    {
        Plan();
        if (double.IsNaN(_plannedTheta) || _stepCanary == 0 || _stepBaseline == 0)
        {
            return double.NaN;
        }

        var share = _stepCanary / (_stepBaseline + _stepCanary);
        var divisor = IsDependent ? _clusters.Divisor : 1;
        var needed = HowLong.Samples(_plannedTheta, share, RankBoundary.Fewest, _plan.Beta) * divisor;
        return Math.Max(Math.Max(0, needed - _stepCanary), Math.Max(0, _fewestToAccept - _canary));
    }

    public void Exchange(StateExchange state)
    {
        state.Mark("stratified-ranks run 3");
        _run.Exchange(state);
        _presence.Exchange(state);
        _strata.Exchange(state);
        _values.Exchange(state);
        _clusters.Exchange(state);
        _all.Exchange(state);
        _step.Exchange(state);
        ShiftScale.Exchange(state, ref _scale);
        state.Flag(ref _settled);
        state.Number(ref _stratumBuckets);
        state.Number(ref _baseline);
        state.Number(ref _canary);
        state.Number(ref _stepBaseline);
        state.Number(ref _stepCanary);
        state.Number(ref _plannedTheta);
        _ends.Exchange(state);
        Array.ForEach(_sides, side => side.Exchange(state));
        Array.ForEach(_guards, guard => guard.Exchange(state));
    }

    private void Take((RankStratum Stratum, ArmsHistogram Values)[] parts)
    {
        double baseline = parts.Sum(part => part.Values.BaselineCount), canary = parts.Sum(part => part.Values.CanaryCount);
        _presence.Add(baseline > 0, canary > 0);
        _baseline += baseline;
        _canary += canary;
        _stepBaseline += baseline;
        _stepCanary += canary;
        Array.ForEach(parts, part => part.Stratum.Open.Merge(part.Values));
        if (!_settled && Open().Sum(stratum => stratum.BaselineCount) >= FewestForScale && Open().Any(ShiftSums.Counts))
        {
            Settle();
        }
    }

    /// <summary>Adds the bucket's own z, or that of several together where they are too small to have one.</summary>
    private void Cluster((RankStratum Stratum, ArmsHistogram Values)[] parts)
    {
        var bucket = new ShiftSums(1);
        foreach (var (stratum, values) in parts)
        {
            if (stratum.Comparable(values) is { } pair)
            {
                bucket.Add(pair, _ => HistogramShift.FactorZ(pair, 1));
            }
        }

        if (bucket.Information > 0)
        {
            _clusters.Add(bucket.Z(0), bucket.Information);
        }
    }

    /// <summary>The values of each stratum since the newest one of time began.</summary>
    private IEnumerable<ArmsHistogram> Open() => _strata.All.Select(stratum => stratum.Open);

    private void Settle()
    {
        // One scale for all: a change is one for all strata.
        var all = new ArmsHistogram();
        foreach (var stratum in Open().Where(stratum => stratum.HasEdgesOf(all)))
        {
            all.Merge(stratum);
        }

        _scale = ShiftScale.Of(_plan, all);
        _settled = true;
    }

    private void NextStep()
    {
        CloseStrata();
        _step = new(2 * _sides.Length);
        foreach (var stratum in _strata.All)
        {
            stratum.Pending = new();
        }

        (_stepBaseline, _stepCanary) = (0, 0);
        _values.NextStep();
        Array.ForEach(_sides, side => side.NextStep());
    }

    private void CloseStrata()
    {
        if (!_settled && Open().Any(ShiftSums.Counts))
        {
            Settle();
        }

        AddOpen(_all);
        AddOpen(_step);
        Plan();
        foreach (var stratum in _strata.All)
        {
            stratum.Open = new();
        }

        _stratumBuckets = 0;
    }

    /// <summary>theta if the canary were the baseline, moved back by the margin: the mean over the strata, by their values.</summary>
    private void Plan()
    {
        if (!_settled || Open().Sum(stratum => stratum.BaselineCount) < FewestForPlan)
        {
            return;
        }

        double seen = 0, mean = 0;
        foreach (var stratum in Open().Where(stratum => stratum.BaselineCount > 0))
        {
            var pair = stratum.BaselinePair()!;
            seen += stratum.BaselineCount;
            mean += ((_scale.Z(pair, _scale.Margin, _sides[0].Side) * pair.Sigma(moved: true)) - mean) * (stratum.BaselineCount / seen);
        }

        _plannedTheta = Math.Clamp(0.5 + mean, 0, 1);
    }

    private double Z(BucketPair pair, int shift)
    {
        var decisive = 2 * _sides.Length;
        return shift < decisive
            ? _scale.Z(pair, shift % 2 == 0 ? _scale.Tolerance : _scale.Margin, _sides[shift / 2].Side)
            : _scale.GridZ(pair, shift - decisive - ShiftScale.Reach);
    }

    /// <summary>Adds the open strata.</summary>
    private void AddOpen(ShiftSums sums)
    {
        foreach (var stratum in Open().Where(stratum => _settled && ShiftSums.Counts(stratum)))
        {
            var pair = stratum.Pair()!;
            sums.Add(pair, i => Z(pair, i));
        }
    }

    private SequentialLook Look()
    {
        // What decides needs no grid.
        var decisive = new ShiftSums(2 * _sides.Length);
        AddOpen(decisive);
        ShiftSums all = _all.First(decisive.Size), step = _step.Copy();
        all.Add(decisive);
        step.Add(decisive);

        var (divisor, dependent) = (Divisor, IsDependent);
        var mayAccept = _canary >= _fewestToAccept;
        var sides = _sides.Select((side, i) => side.Look(
            all.Z(2 * i), all.Information, _canary, step.Z((2 * i) + 1), step.Information, _stepCanary, mayAccept, divisor)).ToArray();
        _ends.Look(0, all.Information, _canary, divisor);
        var guards = Array.ConvertAll(_guards, guard => guard.Look());
        _run.Decide(sides, guards);
        return new()
        {
            Number = _run.Looks,
            BaselineCount = _baseline,
            CanaryCount = _canary,
            Sides = sides,
            Guards = guards,
            IsHarmful = _run.IsHarmful,
            HarmfulGuard = _run.HarmfulGuard,
            IsAcceptable = _run.IsAcceptable,
            EffectiveCount = dependent ? _canary / divisor : null,
            Divisor = divisor,
            IsApproximate = dependent,
            Reasons = _presence.Reasons
                | When(_canary < RankBoundary.Fewest || all.Information == 0, SequentialReasons.NotEnoughData)
                | When(dependent, SequentialReasons.DependentSamples)
                | When(_values.Dropped > 0, SequentialReasons.DroppedValues),
        };
    }
}
