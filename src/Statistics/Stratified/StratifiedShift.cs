using CanaryJudge.Statistics.Effects;
using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Statistics.Stratified;

/// <summary>How far the canary's values lie above the baseline's of the same stratum: one shift for all strata.</summary>
/// <remarks>
/// <para>Shapes: S strata of n baseline and m canary values, ascending. Units: those of the values, or a factor.</para>
/// <para>Method: where the statistic of <see cref="StratifiedMannWhitney"/> crosses zero when the canary is moved back: the weighted
/// median of the pairwise differences (quotients) inside strata, a pair counting sqrt(v) / sd(U) of its stratum. The ends are
/// where it crosses the critical value with the same continuity correction: weighted order statistics of the same pairs. Ties are
/// those of the arms as they are. One stratum: <see cref="HodgesLehmann"/>, exact where that is.</para>
/// <para>Error: none in the selection, on any scale (measured by StratifiedShiftTests against all pairs); each end errs about as often
/// as its level.</para>
/// <para>Source: J. L. Hodges and E. L. Lehmann, Ann. Math. Statist. 34 (1963) 598-611, whose estimate this is for van Elteren's statistic;
/// E. L. Lehmann, Nonparametrics (1975), section 3.3.</para>
/// </remarks>
public static class StratifiedShift
{
    /// <summary>Weights this close count as equal: a sum of a million rounded weights errs less.</summary>
    private const double Slack = 1e-12;

    /// <summary>Canary minus baseline.</summary>
    /// <param name="strata">At least one.</param>
    /// <param name="endLevel">How often each end may err; above 0, at most 0.5.</param>
    /// <param name="cancellation">Stops the search between two passes over the arms.</param>
    /// <returns>The shift and its ends, infinite where no pair suffices for the level.</returns>
    /// <exception cref="ArgumentException">There is no stratum, or an arm is empty, not finite or not ascending.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is outside its range.</exception>
    /// <exception cref="OperationCanceledException">The search was stopped.</exception>
    public static StratifiedInterval Difference(IReadOnlyList<SampleStratum> strata, double endLevel, CancellationToken cancellation)
    {
        SampleStratum.Require(strata);
        Levels.RequireEnd(endLevel);
        return strata.Count == 1
            ? new(HodgesLehmann.Difference(strata[0].Baseline, strata[0].Canary, endLevel, cancellation), [0])
            : Shift<DifferencePairing>(strata, endLevel, double.NegativeInfinity, cancellation);
    }

    /// <summary>Canary divided by baseline, for positive values.</summary>
    /// <param name="strata">At least one, of values above 0.</param>
    /// <param name="endLevel">How often each end may err; above 0, at most 0.5.</param>
    /// <param name="cancellation">Stops the search between two passes over the arms.</param>
    /// <returns>The factor and its ends, 0 and positive infinity where no pair suffices for the level.</returns>
    /// <exception cref="ArgumentException">There is no stratum, or an arm is empty, not finite or not ascending.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is not above 0, or the level is outside its range.</exception>
    /// <exception cref="OperationCanceledException">The search was stopped.</exception>
    public static StratifiedInterval Ratio(IReadOnlyList<SampleStratum> strata, double endLevel, CancellationToken cancellation)
    {
        SampleStratum.Require(strata);
        Levels.RequireEnd(endLevel);
        foreach (var stratum in strata)
        {
            Levels.RequirePositive(stratum.Baseline[0], nameof(strata));
            Levels.RequirePositive(stratum.Canary[0], nameof(strata));
        }

        return strata.Count == 1
            ? new(HodgesLehmann.Ratio(strata[0].Baseline, strata[0].Canary, endLevel, cancellation), [0])
            : Shift<RatioPairing>(strata, endLevel, 0, cancellation);
    }

    private static StratifiedInterval Shift<TPairing>(
        IReadOnlyList<SampleStratum> strata, double endLevel, double noLimit, CancellationToken cancellation)
        where TPairing : struct, IPairing
    {
        var terms = RankTerm.Of(strata);
        var spread = RankTerm.Spread(terms);

        // When every stratum is all ties none says more than another, and there is no noise.
        var weights = spread > 0 ? Array.ConvertAll(terms, t => t.Weight) : Array.ConvertAll(terms, _ => 1.0);
        var pairs = new StratifiedPairs<TPairing>(strata, weights, cancellation);
        double total = pairs.Total, slack = Slack * total;
        var end = (total / 2) + (Gaussian.Quantile(endLevel) * spread) - (RankTerm.Step(terms) / 2);
        var found = pairs.Select((total / 2) - slack, (total / 2) + slack, Math.Max(end - slack, slack), Math.Min(total - end + slack, total - slack));
        var shift = TPairing.Middle(found[0], found[1]);
        var interval = new Interval(shift, end > 0 ? Math.Min(shift, found[2]) : noLimit, end > 0 ? Math.Max(shift, found[3]) : double.PositiveInfinity);
        var deviations = pairs.Deviations(shift);
        return new(interval, [.. terms.Select((t, s) => t.Variance > 0 ? deviations[s] / Math.Sqrt(t.Variance) : 0)]);
    }
}
