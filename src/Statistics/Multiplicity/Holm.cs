namespace CanaryJudge.Statistics.Multiplicity;

/// <summary>Holm's step-down procedure: many tests, one level for the whole family.</summary>
/// <remarks>
/// <para>Shapes: K p-values, K weights. Units: probabilities; weights in any one unit. Method: hypotheses in order of p / w,
/// each compared with the level times its weight over the weights not yet rejected, until the first that is kept.</para>
/// <para>Error: the family's level is kept under any dependence; sums of weights are rounded.</para>
/// <para>Source: S. Holm, Scand. J. Statist. 6 (1979) 65-70, the weighted form in section 5.</para>
/// </remarks>
public static class Holm
{
    /// <summary>Adjusted p-values with equal weights: each may be compared with the family's level.</summary>
    /// <param name="p">P-values in [0, 1]; may be empty.</param>
    /// <returns>Adjusted values in [0, 1], in the order of the input.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is not in [0, 1].</exception>
    public static double[] Adjust(ReadOnlySpan<double> p)
    {
        foreach (var value in p)
        {
            Levels.RequireShare(value, nameof(p));
        }

        var sorted = p.ToArray();
        var order = Enumerable.Range(0, sorted.Length).ToArray();
        Array.Sort(sorted, order);
        var adjusted = new double[sorted.Length];
        double largest = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            largest = Math.Max(largest, Math.Min(1, (sorted.Length - i) * sorted[i]));
            adjusted[order[i]] = largest;
        }

        return adjusted;
    }

    /// <summary>Which hypotheses are rejected at the family's level.</summary>
    /// <param name="p">P-values in [0, 1].</param>
    /// <param name="weights">A weight from 0 for each; one of weight 0 is never rejected.</param>
    /// <param name="alpha">The level of the family, between 0 and 1.</param>
    /// <returns>In the order of the input.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static bool[] Reject(ReadOnlySpan<double> p, ReadOnlySpan<double> weights, double alpha)
    {
        var levels = LocalLevels(p, weights, alpha);
        var rejected = new bool[p.Length];
        var kept = double.PositiveInfinity;
        for (var i = 0; i < p.Length; i++)
        {
            if (weights[i] > 0 && p[i] > levels[i])
            {
                kept = Math.Min(kept, p[i] / weights[i]);
            }
        }

        for (var i = 0; i < p.Length; i++)
        {
            rejected[i] = weights[i] > 0 && p[i] / weights[i] < kept;
        }

        return rejected;
    }

    /// <summary>The level that each p-value is compared with when its turn comes.</summary>
    /// <param name="p">P-values in [0, 1].</param>
    /// <param name="weights">A weight from 0 for each.</param>
    /// <param name="alpha">The level of the family, between 0 and 1.</param>
    /// <returns>alpha times the weight over the sum of the weights of all whose p / w is not smaller; 0 for weight 0.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static double[] LocalLevels(ReadOnlySpan<double> p, ReadOnlySpan<double> weights, double alpha)
    {
        Levels.RequireOpenShare(alpha);
        Samples.RequireSameLength(p, weights);
        for (var i = 0; i < p.Length; i++)
        {
            Levels.RequireShare(p[i], nameof(p));
            Levels.RequireNotNegative(weights[i], nameof(weights));
        }

        var levels = new double[p.Length];
        for (var i = 0; i < p.Length; i++)
        {
            double open = 0;
            for (var j = 0; j < p.Length; j++)
            {
                open += weights[j] > 0 && weights[i] > 0 && p[j] / weights[j] >= p[i] / weights[i] ? weights[j] : 0;
            }

            levels[i] = weights[i] > 0 ? alpha * weights[i] / open : 0;
        }

        return levels;
    }
}
