using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Sequential;

namespace CanaryJudge.Judging.Analyses.Evidence;

/// <summary>Stores the newest look with the evidence, so that it is said again after a restart, to the bit.</summary>
internal static class StoredLook
{
    /// <summary>Writes a look or reads one.</summary>
    public static void Exchange(StateExchange state, ref SequentialLook? look)
    {
        var known = look is not null;
        state.Flag(ref known);
        if (!known)
        {
            look = null;
            return;
        }

        var from = look ?? new() { Number = 0, BaselineCount = 0, CanaryCount = 0, Sides = [], IsHarmful = false, IsAcceptable = false };
        var (number, baseline, canary, harmful, acceptable, approximate) = (from.Number, from.BaselineCount, from.CanaryCount, from.IsHarmful, from.IsAcceptable, from.IsApproximate);
        var (divisor, reasons) = (from.Divisor, (int)from.Reasons);
        var (guard, phi, coarse, effective, dispersion) = (from.HarmfulGuard, from.Phi, from.CoarsePhi, from.EffectiveCount, from.Dispersion);
        state.Number(ref number);
        state.Number(ref baseline);
        state.Number(ref canary);
        state.Flag(ref harmful);
        state.Flag(ref acceptable);
        state.Flag(ref approximate);
        state.Number(ref divisor);
        state.Number(ref reasons);
        Maybe(state, ref guard);
        Maybe(state, ref phi);
        Maybe(state, ref coarse);
        Maybe(state, ref effective);
        Maybe(state, ref dispersion);
        var sides = new SideEvidence[state.Length(from.Sides.Count)];
        for (var i = 0; i < sides.Length; i++)
        {
            sides[i] = Side(state, state.IsReading ? default : from.Sides[i]);
        }

        var guards = new GuardEvidence[state.Length(from.Guards.Count)];
        for (var i = 0; i < guards.Length; i++)
        {
            guards[i] = Guard(state, state.IsReading ? default : from.Guards[i]);
        }

        look = new()
        {
            Number = number,
            BaselineCount = baseline,
            CanaryCount = canary,
            Sides = sides,
            Guards = guards,
            IsHarmful = harmful,
            HarmfulGuard = guard,
            IsAcceptable = acceptable,
            Phi = phi,
            CoarsePhi = coarse,
            EffectiveCount = effective,
            Dispersion = dispersion,
            Divisor = divisor,
            IsApproximate = approximate,
            Reasons = (SequentialReasons)reasons,
        };
    }

    private static SideEvidence Side(StateExchange state, SideEvidence from)
    {
        var side = (int)from.Side;
        state.Number(ref side);
        return new((HarmSide)side, Evidence(state, from.Harm), Evidence(state, from.Acceptance));
    }

    private static GuardEvidence Guard(StateExchange state, GuardEvidence from)
    {
        var (quantile, threshold, divisor) = (from.Quantile, from.Threshold, from.Divisor);
        state.Number(ref quantile);
        state.Number(ref threshold);
        state.Number(ref divisor);
        return new(quantile, threshold, Evidence(state, from.Evidence), divisor);
    }

    private static SequentialEvidence Evidence(StateExchange state, SequentialEvidence from)
    {
        var (statistic, boundary, p) = (from.Statistic, from.Boundary, from.AnytimeP);
        state.Number(ref statistic);
        state.Number(ref boundary);
        state.Number(ref p);
        return new(statistic, boundary, p);
    }

    private static void Maybe(StateExchange state, ref double? value)
    {
        var known = value is not null;
        var number = value ?? 0;
        state.Flag(ref known);
        state.Number(ref number);
        value = known ? number : null;
    }
}
