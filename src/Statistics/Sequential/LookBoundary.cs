namespace CanaryJudge.Statistics.Sequential;

/// <summary>The boundary of one question about points: looks at planned buckets, or at all of them from a start on.</summary>
internal sealed class LookBoundary : IStateful
{
    private readonly SequentialPlan _plan;
    private readonly DelayedStart? _endless;
    private readonly GroupSequential? _planned;
    private double _critical = double.PositiveInfinity;
    private double _smallestP = 1;

    internal LookBoundary(SequentialPlan plan, double alpha)
    {
        _plan = plan;
        _planned = plan.PlannedBuckets is null ? null : new(alpha, plan.Spending);
        _endless = plan.PlannedBuckets is null ? new(alpha) : null;
    }

    /// <summary>The critical value of the newest look that could decide; positive infinity before it.</summary>
    internal double Critical => _critical;

    /// <summary>Takes the look after n common buckets.</summary>
    /// <returns>The critical z; positive infinity when this look cannot decide.</returns>
    internal double Look(int n)
    {
        if (n < _plan.FewestBuckets)
        {
            return double.PositiveInfinity;
        }

        if (_endless is not null)
        {
            return _critical = _endless.Critical(n, _plan.FewestBuckets);
        }

        var end = _plan.PlannedBuckets!.Value;
        var critical = n % _plan.LookEvery == 0 || n == end ? _planned!.Look(n / (double)end) : double.PositiveInfinity;
        _critical = double.IsInfinity(critical) ? _critical : critical;
        return critical;
    }

    /// <summary>Evidence at a look; the p of looks without a planned end is the smallest so far.</summary>
    internal SequentialEvidence Evidence(double z, int n, double critical)
    {
        if (_endless is null)
        {
            return new(z, critical, double.NaN);
        }

        _smallestP = double.IsNaN(z) ? _smallestP : Math.Min(_smallestP, DelayedStart.AnytimeP(z, n, _plan.FewestBuckets));
        return new(z, critical, _smallestP);
    }

    public void Exchange(StateExchange state)
    {
        state.Number(ref _critical);
        state.Number(ref _smallestP);
        _planned?.Exchange(state);
    }
}
