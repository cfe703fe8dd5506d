namespace CanaryJudge.Statistics.Sequential;

/// <summary>One direction of harm of a paired series, on logarithms or on ranks.</summary>
internal sealed class PairedSide : IStateful
{
    /// <summary>The margin on the scale of ranks where there is none in the metric's unit.</summary>
    private const double RankMargin = 0.1;

    private readonly LookBoundary _harm;
    private readonly LookBoundary _acceptance;
    private readonly HarmSide _side;
    private readonly double _logTolerance;
    private readonly double _logMargin;
    private RankedPairs? _harmRanks;
    private RankedPairs? _acceptanceRanks;
    private double _rankMargin;

    internal PairedSide(SequentialPlan plan, HarmSide side)
    {
        _side = side;
        (_harm, _acceptance) = (new(plan, plan.PrimaryAlpha), new(plan, plan.Beta));

        // A fall beyond all of the baseline cannot be: its logarithm is endless and is never ruled out or exceeded.
        (_logTolerance, _logMargin) = side == HarmSide.Increase
            ? (Math.Log(1 + plan.Tolerance.Relative), Math.Log(1 + plan.Margin.Relative))
            : (-Math.Log(1 - plan.Tolerance.Relative), -Math.Log(Math.Max(0, 1 - plan.Margin.Relative)));
    }

    /// <summary>The margin on the scale of logarithms, towards harm.</summary>
    internal double LogMargin => _logMargin;

    /// <summary>The critical value that the ends of intervals rest on.</summary>
    internal double EndCritical => _acceptance.Critical;

    internal void UseRanks(double tolerance, double margin)
    {
        _harmRanks = new(tolerance);
        _acceptanceRanks = new(margin);
        _rankMargin = margin > 0 ? 0 : RankMargin;
    }

    /// <summary>Adds a pair to the ranks.</summary>
    internal void Add(double baseline, double canary)
    {
        // Turned so that larger is worse.
        var (low, high) = _side == HarmSide.Increase ? (baseline, canary) : (canary, baseline);
        _harmRanks!.Add(low, high);
        _acceptanceRanks!.Add(low, high);
    }

    internal SideEvidence Look(PairedLook logs, int n, bool mayAccept)
    {
        var (harm, acceptance) = _harmRanks is { } ranks
            ? (ranks.Look().HarmZ(0), _acceptanceRanks!.Look().AcceptZ(_rankMargin))
            : _side == HarmSide.Increase
                ? (logs.HarmZ(_logTolerance), Finite(_logMargin, logs.AcceptZ))
                : (logs.AcceptZ(-_logTolerance), Finite(-_logMargin, logs.HarmZ));
        double harmCritical = _harm.Look(n), acceptanceCritical = _acceptance.Look(n);
        return new(
            _side,
            _harm.Evidence(harm, n, harmCritical),
            _acceptance.Evidence(acceptance, n, mayAccept ? acceptanceCritical : double.PositiveInfinity));
    }

    internal bool UsesRanks => _harmRanks is not null;

    internal PairedLook RankLook() => _harmRanks!.Look();

    public void Exchange(StateExchange state)
    {
        _harm.Exchange(state);
        _acceptance.Exchange(state);
        _harmRanks?.Exchange(state);
        _acceptanceRanks?.Exchange(state);
        state.Number(ref _rankMargin);
    }

    private static double Finite(double bound, Func<double, double> z) => double.IsFinite(bound) ? z(bound) : double.NaN;
}
