namespace CanaryJudge.Statistics.Effects;

/// <summary>How far a canary's histogram lies above the baseline's, as a factor or as an offset.</summary>
/// <remarks>
/// <para>Shapes: K buckets, K + 1 ascending edges that both arms share, K counts per arm; a count may be any number from 0.
/// The outer edges may be infinite: such a bucket is a point mass at its finite edge. Units: those of the edges.</para>
/// <para>Method: move the canary back by the factor (offset), let the baseline be uniform inside its buckets, and compare by
/// Mann-Whitney: theta = P(canary > baseline) + P(tie) / 2, z = (theta - 1/2) / sigma. Unmoved, buckets are tie groups and
/// sigma has the tie term. The estimate has z = 0, the ends z = critical and -critical, by bisection.</para>
/// <para>Error: rounding only, 1e-9 against an independent program (measured by SequentialVectorTests); the loss from
/// bucketing is that of the bucket width.</para>
/// <para>Source: J. L. Hodges and E. L. Lehmann, Ann. Math. Statist. 34 (1963) 598-611, on grouped data.</para>
/// </remarks>
public static class HistogramShift
{
    private const int Halvings = 200;
    private static readonly double LogReach = Math.Log(16);

    /// <summary>P(canary / factor > baseline) + P(tie) / 2.</summary>
    /// <param name="edges">Ascending edges, one more than counts; only the outer two may be infinite.</param>
    /// <param name="baselineCounts">Counts of the baseline, at least 0, not all 0.</param>
    /// <param name="canaryCounts">Counts of the canary, at least 0, not all 0.</param>
    /// <param name="factor">The factor the canary is divided by, above 0.</param>
    /// <returns>In [0, 1]; falls as the factor grows when no edge is below 0.</returns>
    /// <exception cref="ArgumentException">The shapes or values break what is said above.</exception>
    public static double Theta(double[] edges, double[] baselineCounts, double[] canaryCounts, double factor)
    {
        Levels.RequirePositive(factor);
        return new BucketPair(edges, baselineCounts, canaryCounts).Theta(new IMovesBack.ByFactor(factor));
    }

    /// <summary>The standardised theta at a factor.</summary>
    /// <param name="edges">Ascending edges, one more than counts; only the outer two may be infinite.</param>
    /// <param name="baselineCounts">Counts of the baseline, at least 0, not all 0.</param>
    /// <param name="canaryCounts">Counts of the canary, at least 0, not all 0.</param>
    /// <param name="factor">The factor the canary is divided by, above 0.</param>
    /// <returns>z; above 0 when the canary lies above the factor times the baseline. 0 when all counts share one bucket.</returns>
    /// <exception cref="ArgumentException">The shapes or values break what is said above.</exception>
    public static double Z(double[] edges, double[] baselineCounts, double[] canaryCounts, double factor)
    {
        Levels.RequirePositive(factor);
        return FactorZ(new(edges, baselineCounts, canaryCounts), factor);
    }

    /// <summary>The standardised theta at an offset.</summary>
    /// <param name="edges">Ascending edges, one more than counts; only the outer two may be infinite.</param>
    /// <param name="baselineCounts">Counts of the baseline, at least 0, not all 0.</param>
    /// <param name="canaryCounts">Counts of the canary, at least 0, not all 0.</param>
    /// <param name="offset">What is subtracted from the canary, in the unit of the edges.</param>
    /// <returns>z; above 0 when the canary lies above the baseline plus the offset. 0 when all counts share one bucket.</returns>
    /// <exception cref="ArgumentException">The shapes or values break what is said above.</exception>
    public static double OffsetZ(double[] edges, double[] baselineCounts, double[] canaryCounts, double offset)
    {
        Levels.RequireFinite(offset);
        return OffsetZ(new(edges, baselineCounts, canaryCounts), offset);
    }

    /// <summary>The factor between the arms with its two ends.</summary>
    /// <param name="edges">Ascending edges from 0 or above, one more than counts; only the last may be infinite.</param>
    /// <param name="baselineCounts">Counts of the baseline, at least 0, not all 0.</param>
    /// <param name="canaryCounts">Counts of the canary, at least 0, not all 0.</param>
    /// <param name="criticalZ">The distance of the ends from the estimate in z, at least 0; 1.645 lets each end err in 5 %.</param>
    /// <returns>The factor; what lies outside 1/16 to 16 is given as 0 or positive infinity.</returns>
    /// <exception cref="ArgumentException">The shapes or values break what is said above.</exception>
    public static Interval Factor(double[] edges, double[] baselineCounts, double[] canaryCounts, double criticalZ)
    {
        Levels.RequireNotNegative(criticalZ);
        var pair = new BucketPair(edges, baselineCounts, canaryCounts);
        if (edges[0] < 0)
        {
            throw new ArgumentException($"A factor needs edges from 0 on, but the first is {edges[0]}; use the offset.", nameof(edges));
        }

        return FactorOf(factor => FactorZ(pair, factor), criticalZ);
    }

    /// <summary>The offset between the arms with its two ends.</summary>
    /// <param name="edges">Ascending edges, one more than counts; only the outer two may be infinite.</param>
    /// <param name="baselineCounts">Counts of the baseline, at least 0, not all 0.</param>
    /// <param name="canaryCounts">Counts of the canary, at least 0, not all 0.</param>
    /// <param name="criticalZ">The distance of the ends from the estimate in z, at least 0; 1.645 lets each end err in 5 %.</param>
    /// <returns>The offset in the unit of the edges; an end that needs more than the whole range of the edges is infinite.</returns>
    /// <exception cref="ArgumentException">The shapes or values break what is said above.</exception>
    public static Interval Offset(double[] edges, double[] baselineCounts, double[] canaryCounts, double criticalZ)
    {
        Levels.RequireNotNegative(criticalZ);
        var pair = new BucketPair(edges, baselineCounts, canaryCounts);
        return OffsetOf(offset => OffsetZ(pair, offset), pair.Range, criticalZ);
    }

    /// <summary>Where a z that falls with the factor is 0, and its ends.</summary>
    internal static Interval FactorOf(Func<double, double> zOf, double criticalZ)
    {
        double End(double z) => Root(-LogReach, LogReach, x => zOf(Math.Exp(x)) > z) switch
        {
            double.NegativeInfinity => 0,
            var x => Math.Exp(x),
        };
        return new(End(0), End(criticalZ), End(-criticalZ));
    }

    /// <summary>Where a z that falls with the offset is 0, and its ends.</summary>
    internal static Interval OffsetOf(Func<double, double> zOf, double range, double criticalZ)
    {
        double End(double z) => Root(-range, range, x => zOf(x) > z);
        return new(End(0), End(criticalZ), End(-criticalZ));
    }

    internal static double FactorZ(BucketPair pair, double factor) =>
        (pair.Theta(new IMovesBack.ByFactor(factor)) - 0.5) / pair.Sigma(moved: factor != 1);

    internal static double OffsetZ(BucketPair pair, double offset) =>
        (pair.Theta(new IMovesBack.ByOffset(offset)) - 0.5) / pair.Sigma(moved: offset != 0);

    private static double Root(double low, double high, Func<double, bool> above)
    {
        if (!above(low))
        {
            return double.NegativeInfinity;
        }

        if (above(high))
        {
            return double.PositiveInfinity;
        }

        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low / 2) + (high / 2);
            if (above(middle))
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return (low + high) / 2;
    }
}
