using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Statistics.TwoSample;

/// <summary>Fisher's exact test: is the canary's share of events larger (or smaller) than the baseline's?</summary>
/// <remarks>
/// <para>Shapes: two counts out of two totals. Units: events and trials, whole numbers.</para>
/// <para>Method: hypergeometric probabilities given both margins; two-sided sums all tables that are at most as likely as
/// the observed one (relative slack 1e-7, as R's fisher.test). Each tail starts from its own saddle-point probability and
/// is summed outward by ratios until negligible, so totals of 1e9 cost microseconds.</para>
/// <para>Error: relative below 1e-11 against whole-number arithmetic (measured by FisherExactTests). Where a total is above 1e15,
/// as of bytes, all four numbers are divided alike and rounded down, which weakens the evidence and keeps the shares.</para>
/// <para>Source: R. A. Fisher, J. R. Statist. Soc. 98 (1935) 39-82; probabilities by C. Loader (2000).</para>
/// </remarks>
public static class FisherExact
{
    private const double Slack = 1e-7;

    /// <summary>Beyond it doubles no longer tell neighbouring whole numbers apart with a digit to spare.</summary>
    private const long MostTrials = 1_000_000_000_000_000;

    /// <summary>The p-value.</summary>
    /// <param name="baselineEvents">Events of the baseline, from 0 to its total.</param>
    /// <param name="baselineTotal">Trials of the baseline, at least 1.</param>
    /// <param name="canaryEvents">Events of the canary, from 0 to its total.</param>
    /// <param name="canaryTotal">Trials of the canary, at least 1.</param>
    /// <param name="alternative">Greater: the canary has the larger share.</param>
    /// <returns>In [0, 1]; 1 when there are no events or nothing but events.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A total is below 1, or events are not within their total.</exception>
    public static double PValue(
        long baselineEvents, long baselineTotal, long canaryEvents, long canaryTotal, Alternative alternative)
    {
        Require(baselineEvents, baselineTotal);
        Require(canaryEvents, canaryTotal);
        if (Math.Max(baselineTotal, canaryTotal) / MostTrials is var less and > 0)
        {
            (baselineEvents, canaryEvents) = (baselineEvents / (less + 1), canaryEvents / (less + 1));
            (baselineTotal, canaryTotal) = (Math.Max(1, baselineTotal / (less + 1)), Math.Max(1, canaryTotal / (less + 1)));
        }

        var tables = new Hypergeometric(baselineTotal, canaryTotal, baselineEvents + canaryEvents);
        return alternative switch
        {
            Alternative.Greater => tables.AtLeast(canaryEvents),
            Alternative.Less => tables.AtMost(canaryEvents),
            _ => TwoSided(tables, canaryEvents),
        };
    }

    private static double TwoSided(Hypergeometric tables, long observed)
    {
        var limit = tables.LogMass(observed) + Loader.Log1P(Slack);
        if (tables.LogMass(tables.Mode) <= limit)
        {
            return 1;
        }

        // Unimodal: one bisection on each side of the mode finds where the tables become as rare as the observed one.
        var lower = LastRare(tables, tables.Smallest, tables.Mode, limit);
        var upper = LastRare(tables, tables.Largest, tables.Mode, limit);
        return Math.Min(1, (lower is { } l ? tables.AtMost(l) : 0) + (upper is { } u ? tables.AtLeast(u) : 0));
    }

    private static long? LastRare(Hypergeometric tables, long end, long mode, double limit)
    {
        if (tables.LogMass(end) > limit)
        {
            return null;
        }

        long rare = end, common = mode;
        while (Math.Abs(common - rare) > 1)
        {
            var middle = rare + ((common - rare) / 2);
            if (tables.LogMass(middle) <= limit)
            {
                rare = middle;
            }
            else
            {
                common = middle;
            }
        }

        return rare;
    }

    private static void Require(long events, long total)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(events);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(events, total);
    }
}
