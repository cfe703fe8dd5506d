namespace CanaryJudge.Statistics.Sequential;

/// <summary>One direction of harm of samples.</summary>
internal sealed class RankSide(SequentialPlan plan, HarmSide side) : IStateful
{
    private readonly RankBoundary _harm = new(plan.PrimaryAlpha);
    private RankBoundary _acceptance = new(plan.Beta);

    internal HarmSide Side => side;

    internal SideEvidence Look(double toleranceZ, double information, double canary, double marginZ, double stepInformation, double stepCanary, bool mayAccept, double divisor)
    {
        // Moved back by the tolerance the canary must still look worse; moved back by the margin it must look better.
        var sign = side == HarmSide.Increase ? 1 : -1;
        var harm = _harm.Look(sign * toleranceZ, information, canary, divisor);
        var acceptance = _acceptance.Look(-sign * marginZ, stepInformation, stepCanary, divisor);
        return new(side, harm, mayAccept ? acceptance : acceptance with { Boundary = double.PositiveInfinity });
    }

    internal void NextStep() => _acceptance = new(plan.Beta);

    public void Exchange(StateExchange state)
    {
        _harm.Exchange(state);
        _acceptance.Exchange(state);
    }
}
