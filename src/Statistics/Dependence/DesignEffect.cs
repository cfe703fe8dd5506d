using CanaryJudge.Statistics.Special;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Statistics.Dependence;

/// <summary>How many dependent values are worth one independent value, measured over short buckets of time.</summary>
/// <remarks>
/// <para>Shapes: the values of both arms with the bucket of each, K buckets. Units: none.</para>
/// <para>Method: requests of one session fall into one bucket, so each bucket's Mann-Whitney z scatters more than the 1 it has when
/// values are independent: the effect is their <see cref="ClusterDivisor"/> D. Evidence is weakened by it: z becomes t = z / sqrt(D)
/// with K - 1 degrees of freedom, since D is itself an estimate.</para>
/// <para>Error: D agrees with an independent program to 1e-9 (measured by SequentialVectorTests). Sees what is alike within a bucket
/// only: users who return over the whole run look independent.</para>
/// <para>Source: L. Kish, Survey Sampling (1965), section 8.2; the scatter as in P. McCullagh and J. A. Nelder, Generalized Linear
/// Models (1989), section 4.5.</para>
/// </remarks>
/// <param name="Value">D, at least 1: n values are worth n / D.</param>
/// <param name="Buckets">K, the buckets it rests on.</param>
public readonly record struct DesignEffect(double Value, int Buckets)
{
    /// <summary>From fewer buckets the effect is too rough to be used.</summary>
    private const int FewestBuckets = 20;

    /// <summary>A bucket needs this many values of each arm.</summary>
    private const int FewestInBucket = 2;

    /// <summary>Independent values.</summary>
    public static DesignEffect None { get; } = new(1, 0);

    /// <summary>Whether values count as fewer.</summary>
    public bool Counts => Value > 1;

    /// <summary>The effect in one look at all values; none where it could be chance, or where there are fewer than 20 buckets.</summary>
    /// <param name="baselineBuckets">The bucket of each baseline value, any order.</param>
    /// <param name="baseline">The baseline's values, finite.</param>
    /// <param name="canaryBuckets">The bucket of each canary value, any order.</param>
    /// <param name="canary">The canary's values, finite.</param>
    /// <returns>The effect, 1 unless it exceeds 1 + 2 sqrt(2 / (K - 1)).</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a value is not finite.</exception>
    public static DesignEffect OneLook(
        ReadOnlySpan<long> baselineBuckets, ReadOnlySpan<double> baseline, ReadOnlySpan<long> canaryBuckets, ReadOnlySpan<double> canary)
    {
        var b = Grouped(baselineBuckets, baseline);
        var c = Grouped(canaryBuckets, canary);
        var divisor = new ClusterDivisor();
        for (int i = 0, j = 0; i < b.Buckets.Length && j < c.Buckets.Length;)
        {
            if (b.Buckets[i] != c.Buckets[j])
            {
                (i, j) = b.Buckets[i] < c.Buckets[j] ? (End(b.Buckets, i), j) : (i, End(c.Buckets, j));
                continue;
            }

            int toI = End(b.Buckets, i), toJ = End(c.Buckets, j);
            if (Score(b.Values.AsSpan(i, toI - i), c.Values.AsSpan(j, toJ - j)) is { } score)
            {
                divisor.Add(score, (double)(toI - i) * (toJ - j) / (toI - i + toJ - j));
            }

            (i, j) = (toI, toJ);
        }

        return divisor.Buckets >= FewestBuckets && divisor.StandsOut ? new(divisor.Divisor, divisor.Buckets) : None;
    }

    /// <summary>The effect over strata: the mean of theirs, each with the weight that the stratum has in the combined score.</summary>
    /// <param name="effects">One per stratum.</param>
    /// <param name="weights">One per stratum, at least 0, not all 0.</param>
    /// <returns>Resting on the buckets of all strata that have an effect.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a weight is out of range.</exception>
    public static DesignEffect Together(ReadOnlySpan<DesignEffect> effects, ReadOnlySpan<double> weights)
    {
        if (effects.Length != weights.Length)
        {
            throw new ArgumentException($"{effects.Length} effects need a weight each; there are {weights.Length}.", nameof(weights));
        }

        double sum = 0, all = 0;
        var buckets = 0;
        for (var s = 0; s < effects.Length; s++)
        {
            Levels.RequireNotNegative(weights[s], nameof(weights));
            sum += weights[s] * effects[s].Value;
            all += weights[s];
            buckets += effects[s].Counts ? effects[s].Buckets : 0;
        }

        return buckets == 0 ? None : new(sum / all, buckets);
    }

    /// <summary>A p-value of independent values, weakened.</summary>
    /// <param name="p">In [0, 1].</param>
    /// <param name="alternative">What it was computed for; a two-sided one stays two-sided.</param>
    /// <returns>The p-value whose normal score is the weakened one: nearer to 1/2 (two-sided: to 1).</returns>
    /// <exception cref="ArgumentOutOfRangeException">p is not in [0, 1].</exception>
    public double PValue(double p, Alternative alternative)
    {
        Levels.RequireShare(p);
        if (!Counts)
        {
            return p;
        }

        var sides = alternative == Alternative.Different ? 2 : 1;
        var t = -Gaussian.Quantile(p / sides) / Math.Sqrt(Value);
        var tail = IncompleteBeta.StudentTail(t, Buckets - 1);
        return sides * (t >= 0 ? tail : 1 - tail);
    }

    /// <summary>The level at which an interval of independent values is as wide as one of these values at a level.</summary>
    /// <param name="endLevel">How often each end may err; above 0, at most 0.5.</param>
    /// <returns>At most the level; 0 where no interval of independent values is wide enough.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The level is outside its range.</exception>
    public double EndLevel(double endLevel)
    {
        Levels.RequireEnd(endLevel);
        if (!Counts)
        {
            return endLevel;
        }

        var level = Gaussian.Cdf(-StudentNormal.CriticalT(-Gaussian.Quantile(endLevel), Buckets - 1) * Math.Sqrt(Value));
        return level < 1e-300 ? 0 : level;
    }

    /// <summary>Mann-Whitney's z of one bucket, whose values are sorted in place; null with too few, or when all are tied.</summary>
    private static double? Score(Span<double> baseline, Span<double> canary)
    {
        if (Math.Min(baseline.Length, canary.Length) < FewestInBucket)
        {
            return null;
        }

        baseline.Sort();
        canary.Sort();
        double n = baseline.Length, m = canary.Length;
        var (rankSum, tieTerm) = Ranks.Merge(baseline, canary);
        var variance = MannWhitney.Variance(n, m, tieTerm);
        return variance > 0 ? (rankSum - (m * (n + m + 1) / 2)) / Math.Sqrt(variance) : null;
    }

    /// <summary>Copies with the values of a bucket side by side, buckets rising.</summary>
    private static (long[] Buckets, double[] Values) Grouped(ReadOnlySpan<long> buckets, ReadOnlySpan<double> values)
    {
        Samples.RequireFinite(values);
        if (buckets.Length != values.Length)
        {
            throw new ArgumentException($"{values.Length} values need a bucket each; there are {buckets.Length}.", nameof(buckets));
        }

        long[] keys = buckets.ToArray();
        double[] items = values.ToArray();
        Array.Sort(keys, items);
        return (keys, items);
    }

    private static int End(long[] buckets, int first)
    {
        var end = first + 1;
        while (end < buckets.Length && buckets[end] == buckets[first])
        {
            end++;
        }

        return end;
    }
}
