namespace CanaryJudge.Statistics.Sequential;

/// <summary>The evidence about events in one direction of harm.</summary>
internal sealed class EventSide : IStateful
{
    /// <summary>Acceptance waits until the margin would have brought so many canary events.</summary>
    private const double FewestExpected = 15;

    private readonly SequentialPlan _plan;
    private readonly HarmSide _side;
    private readonly double _enoughHarm;
    private readonly double _enoughAcceptance;
    private readonly CountMixture _relative;
    private readonly ClosestNull? _absolute;
    private ClosestNull _acceptance;
    private double _largest;

    internal EventSide(SequentialPlan plan, HarmSide side)
    {
        (_plan, _side) = (plan, side);
        (_enoughHarm, _enoughAcceptance) = (Math.Log(1 / plan.PrimaryAlpha), Math.Log(1 / plan.Beta));
        _relative = new(side == HarmSide.Increase ? 1 + plan.Tolerance.Relative : 1 / (1 - plan.Tolerance.Relative), plan.Steps - 1);
        _absolute = plan.Tolerance.Absolute > 0 ? ClosestNull.Above(plan.Tolerance.Absolute, plan.Poisson) : null;
        _acceptance = NewAcceptance();
    }

    internal double CanaryInStep => SwapsArms ? _acceptance.Total.BaselineExposure : _acceptance.Total.CanaryExposure;

    internal bool NeedsAbsoluteMargin => _plan.Margin.Absolute == 0 && !_acceptance.HasEvents;

    private bool SwapsArms => _side == HarmSide.Decrease && _plan.Poisson;

    internal void Add(EventBucket bucket, string stratum)
    {
        _relative.Add(_side == HarmSide.Increase ? bucket : bucket.Swapped);
        _absolute?.Add(Bad(bucket), stratum);
        _acceptance.Add(Bad(bucket), stratum);
    }

    internal void NextStep()
    {
        _relative.Restart();
        _acceptance = NewAcceptance();
    }

    internal SideEvidence Look(double harm, double baselineRate, BurstGuard bursts)
    {
        var divisor = _plan.Independent ? 1 : bursts.Divisor;
        var harmful = _relative.LogE(divisor);
        harmful = _absolute is null ? harmful : Math.Min(harmful, _absolute.LogE(divisor));
        _largest = Math.Max(_largest, harmful);
        var sized = (_side == HarmSide.Increase ? harm : -harm) > _plan.Tolerance.At(baselineRate);

        var enoughSeen = _plan.Independent || _acceptance.ExpectedEvents >= FewestExpected;
        return new(
            _side,
            new(harmful, sized ? _enoughHarm : double.PositiveInfinity, Math.Min(1, Math.Exp(-_largest))),
            new(
                _acceptance.LogE(_plan.Independent ? 1 : bursts.AcceptanceDivisor),
                enoughSeen && !NeedsAbsoluteMargin ? _enoughAcceptance : double.PositiveInfinity,
                double.NaN));
    }

    public void Exchange(StateExchange state)
    {
        _relative.Exchange(state);
        _absolute?.Exchange(state);
        _acceptance.Exchange(state);
        state.Number(ref _largest);
    }

    /// <summary>Events turned so that more of them are worse: failures of a share, or the arms swapped where events per exposure fall.</summary>
    private EventBucket Bad(EventBucket bucket) => _side == HarmSide.Increase ? bucket : SwapsArms ? bucket.Swapped : bucket.Complement;

    private ClosestNull NewAcceptance()
    {
        var (margin, ofRest) = EventNull.Turned(_plan.Margin, _plan.Poisson, _side);
        return ClosestNull.Below(margin, _plan.Poisson, ofRest);
    }
}
