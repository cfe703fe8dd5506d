using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Statistics.TwoSample;

/// <summary>The exact interval of one share.</summary>
/// <remarks>
/// <para>Shapes: a count out of a total, above 0; neither need be whole (counts divided by a dispersion). Units: events and trials.</para>
/// <para>Method: beta quantiles by bisection over doubles. Error: relative 1e-10 against R's binom.test (measured by CountVectorTests).</para>
/// <para>Source: C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404-413.</para>
/// </remarks>
public static class ClopperPearson
{
    /// <summary>The share with its two ends.</summary>
    /// <param name="events">Events, from 0 to the total.</param>
    /// <param name="total">Trials, above 0.</param>
    /// <param name="endLevel">How often each end may err: 0.025 gives a two-sided 95 % interval; above 0, at most 0.5.</param>
    /// <returns>The share in [0, 1]; the lower end is 0 without events, the upper 1 when all are events.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The events are not within the total, or the level is outside its range.</exception>
    public static Interval Interval(double events, double total, double endLevel)
    {
        Levels.RequireEvents(events, total);
        Levels.RequireEnd(endLevel);
        var lower = events == 0
            ? 0
            : Bisection.LastTrue(0, 1, p => IncompleteBeta.Regularized(events, total - events + 1, p, 1 - p) <= endLevel);
        var upper = events == total
            ? 1
            : Bisection.LastTrue(0, 1, p => IncompleteBeta.Regularized(total - events, events + 1, 1 - p, p) > endLevel);
        var share = events / total;
        return new(share, Math.Min(share, lower), Math.Max(share, upper));
    }
}
