using CanaryJudge.Statistics.Special;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Statistics.OneSample;

/// <summary>The exact binomial test: is the share of events larger (or smaller) than the one that is expected?</summary>
/// <remarks>
/// <para>Shapes: a count out of a total, whole numbers, and a share. Units: events and trials.</para>
/// <para>Method: binomial tails by the incomplete beta function; two-sided by minimum likelihood, which adds up all counts that are at
/// most as likely as the observed one (relative slack 1e-7, as R's binom.test). Where these begin beyond the mode is found by bisection,
/// so the cost grows with the logarithm of the total, not with the total.</para>
/// <para>Error: relative 1e-10 against R's binom.test (measured by BinomialTestTests). Where the total is above 1e12 both counts are
/// divided alike and rounded down, which weakens the evidence and keeps the share.</para>
/// <para>Source: C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404-413; the two-sided form by J. Neyman and E. S. Pearson's
/// ordering of likelihood, as in W. J. Conover, Practical Nonparametric Statistics (1971), section 3.1.</para>
/// </remarks>
public static class BinomialTest
{
    private const double Slack = 1e-7;

    private const long MostTrials = 1_000_000_000_000;

    /// <summary>The p-value.</summary>
    /// <param name="events">Events, from 0 to the total.</param>
    /// <param name="total">Trials, at least 1.</param>
    /// <param name="share">The expected share, between 0 and 1.</param>
    /// <param name="alternative">Greater: more events than the share gives.</param>
    /// <returns>In [0, 1].</returns>
    /// <exception cref="ArgumentOutOfRangeException">The total is below 1, the events are not within it, or the share is outside its range.</exception>
    public static double PValue(long events, long total, double share, Alternative alternative)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(events);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(events, total);
        Levels.RequireOpenShare(share);
        var divisor = ((total - 1) / MostTrials) + 1;
        var trials = new Trials(total / divisor, share);
        var seen = Math.Min(events / divisor, trials.Count);
        return alternative switch
        {
            Alternative.Greater => trials.AtLeast(seen),
            Alternative.Less => trials.AtMost(seen),
            _ => TwoSided(trials, seen),
        };
    }

    private static double TwoSided(Trials trials, long seen)
    {
        var limit = trials.LogMass(seen) + Loader.Log1P(Slack);
        if (trials.LogMass(trials.Mode) <= limit)
        {
            return 1;
        }

        var other = seen < trials.Mode ? trials.FirstRare(trials.Mode, trials.Count, limit) : trials.FirstRare(trials.Mode, 0, limit);
        return Math.Min(1, seen < trials.Mode
            ? trials.AtMost(seen) + (other is { } above ? trials.AtLeast(above) : 0)
            : trials.AtLeast(seen) + (other is { } below ? trials.AtMost(below) : 0));
    }

    /// <summary>So many trials with one chance.</summary>
    private readonly record struct Trials(long Count, double Share)
    {
        public long Mode => Math.Min(Count, (long)((Count + 1.0) * Share));

        public double AtLeast(long events) => IncompleteBeta.AtLeast(events, Count, Share, 1 - Share);

        public double AtMost(long events) => IncompleteBeta.AtMost(events, Count, Share, 1 - Share);

        public double LogMass(long events) => Loader.LogMass(events, Count - events, Share, 1 - Share);

        /// <summary>The count nearest to the mode that is rare enough, on the way to an end; null: not even the end is.</summary>
        public long? FirstRare(long common, long end, double limit)
        {
            if (LogMass(end) > limit)
            {
                return null;
            }

            while (Math.Abs(end - common) > 1)
            {
                var middle = common + ((end - common) / 2);
                (common, end) = LogMass(middle) > limit ? (middle, end) : (common, middle);
            }

            return end;
        }
    }
}
