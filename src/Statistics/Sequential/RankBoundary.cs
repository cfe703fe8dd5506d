namespace CanaryJudge.Statistics.Sequential;

/// <summary>The boundary of one question about samples: it starts with the look at which there are 100 canary values.</summary>
internal sealed class RankBoundary(double alpha) : IStateful
{
    internal const double Fewest = 100;
    private readonly DelayedStart _boundary = new(alpha);
    private double _start;
    private double _smallestP = 1;
    private double _critical = double.PositiveInfinity;

    /// <summary>The critical value of the newest look that could decide.</summary>
    internal double Critical => _critical;

    internal SequentialEvidence Look(double z, double information, double canaryCount, double divisor)
    {
        if (_start == 0 && canaryCount >= Fewest && information > 0)
        {
            _start = information;
        }

        // Dependent values are worth D times less: in z, in time, and in what is needed to begin.
        z /= double.IsInfinity(divisor) ? 1 : Math.Sqrt(divisor);
        if (_start == 0 || canaryCount / divisor < Fewest)
        {
            return new(z, double.PositiveInfinity, _smallestP);
        }

        var v = Math.Max(_start, information / divisor);
        _critical = _boundary.Critical(v, _start);
        _smallestP = Math.Min(_smallestP, DelayedStart.AnytimeP(z, v, _start));
        return new(z, _critical, _smallestP);
    }

    public void Exchange(StateExchange state)
    {
        state.Number(ref _start);
        state.Number(ref _smallestP);
        state.Number(ref _critical);
    }
}
