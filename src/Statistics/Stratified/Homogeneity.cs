using CanaryJudge.Statistics.Sequential;
using CanaryJudge.Statistics.Special;
using MathNet.Numerics;

namespace CanaryJudge.Statistics.Stratified;

/// <summary>Is the change the same in every stratum?</summary>
/// <remarks>
/// <para>Shapes: S strata. Units: none. Method: the sum of squared standard scores of the strata against the common change,
/// chi-square with S - 1 degrees of freedom. Error: asymptotic; p-values relative 1e-10 against R (measured by HomogeneityTests).</para>
/// </remarks>
public static class Homogeneity
{
    /// <summary>From the strata's own standard scores against a common change.</summary>
    /// <remarks><para>Source: W. G. Cochran, Biometrics 10 (1954) 101-129.</para></remarks>
    /// <param name="residuals">Finite; a stratum that says nothing has 0 and counts as one.</param>
    /// <param name="divisor">The dispersion that is accounted for, at least 1.</param>
    /// <returns>The p-value in [0, 1]; 1 for fewer than two strata.</returns>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public static double PValue(ReadOnlySpan<double> residuals, double divisor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(divisor, 1);
        double sum = 0;
        foreach (var residual in residuals)
        {
            Levels.RequireFinite(residual, nameof(residuals));
            sum += residual * residual / divisor;
        }

        return residuals.Length < 2 ? 1 : ChiSquare(sum, residuals.Length - 1);
    }

    /// <summary>The strata's standard scores against the common odds ratio of Mantel and Haenszel.</summary>
    /// <remarks>
    /// <para>Method: the canary's events less those fitted under the common odds ratio with the stratum's margins, over the root of their variance. The
    /// mean miss, which the estimate leaves, is taken out as by Tarone, so that the squares add up to his statistic.</para>
    /// <para>Source: N. E. Breslow and N. E. Day, Statistical Methods in Cancer Research I (1980), section 4.4; R. E. Tarone, Biometrika 72 (1985) 91-95.</para>
    /// </remarks>
    /// <param name="strata">Events out of totals; at least one.</param>
    /// <returns>One score for each; 0 where a stratum says nothing, or the common odds ratio is 0 or infinite.</returns>
    /// <exception cref="ArgumentException">There is no stratum, or events are not within their total.</exception>
    public static double[] OfShares(IReadOnlyList<EventStratum> strata)
    {
        EventStratum.RequireShares(strata);
        var odds = OddsRatio(strata);
        var fits = strata.Select(s => Fit(s, odds)).ToArray();
        return Standardised([.. strata.Select((s, i) => s.CanaryEvents - fits[i].Events)], [.. fits.Select(f => f.Variance)]);
    }

    /// <summary>The strata's standard scores against the common rate ratio.</summary>
    /// <remarks><para>Source: N. E. Breslow and N. E. Day, Statistical Methods in Cancer Research II (1987), section 3.5.</para></remarks>
    /// <param name="strata">Events per exposure; at least one.</param>
    /// <returns>One score for each; 0 where a stratum says nothing.</returns>
    /// <exception cref="ArgumentException">There is no stratum, or a number is out of range.</exception>
    public static double[] OfRates(IReadOnlyList<EventStratum> strata)
    {
        EventStratum.RequireRates(strata);

        // Mantel and Haenszel's ratio for rates.
        double above = 0, below = 0;
        foreach (var (eb, tb, ec, tc) in strata)
        {
            above += ec * (tb / (tb + tc));
            below += eb * (tc / (tb + tc));
        }

        var ratio = above / below;
        if (!(ratio > 0 && double.IsFinite(ratio)))
        {
            return new double[strata.Count];
        }

        double[] shares = [.. strata.Select(s => EventBuckets.CanaryShare(s.BaselineTotal, s.CanaryTotal, ratio))];
        return Standardised(
            [.. strata.Select((s, i) => s.CanaryEvents - (s.Events * shares[i]))], [.. strata.Select((s, i) => s.Events * shares[i] * (1 - shares[i]))]);
    }

    /// <summary>The strata's standard scores of estimates against their mean, weighted by precision.</summary>
    /// <remarks><para>Source: W. G. Cochran, Biometrics 10 (1954) 101-129.</para></remarks>
    /// <param name="estimates">One for each stratum.</param>
    /// <param name="errors">Their standard errors; 0: the stratum says nothing.</param>
    /// <returns>One score for each.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double[] OfEstimates(ReadOnlySpan<double> estimates, ReadOnlySpan<double> errors)
    {
        Samples.RequireSameLength(estimates, errors);
        double sum = 0, precision = 0;
        for (var s = 0; s < estimates.Length; s++)
        {
            var own = errors[s] > 0 ? 1 / (errors[s] * errors[s]) : 0;
            sum += own * estimates[s];
            precision += own;
        }

        var scores = new double[estimates.Length];
        for (var s = 0; s < scores.Length; s++)
        {
            scores[s] = errors[s] > 0 ? (estimates[s] - (sum / precision)) / errors[s] : 0;
        }

        return scores;
    }

    /// <summary>The common odds ratio of Mantel and Haenszel, canary over baseline.</summary>
    /// <remarks><para>Source: N. Mantel and W. Haenszel, J. Natl. Cancer Inst. 22 (1959) 719-748.</para></remarks>
    /// <param name="strata">Events out of totals; at least one.</param>
    /// <returns>At least 0, may be infinite; NaN when no stratum has both an event and a trial without one in the right arms.</returns>
    /// <exception cref="ArgumentException">There is no stratum, or events are not within their total.</exception>
    public static double OddsRatio(IReadOnlyList<EventStratum> strata)
    {
        EventStratum.RequireShares(strata);
        double above = 0, below = 0;
        foreach (var (eb, nb, ec, nc) in strata)
        {
            above += ec * ((nb - eb) / (nb + nc));
            below += eb * ((nc - ec) / (nb + nc));
        }

        return above / below;
    }

    internal static double ChiSquare(double sum, double degrees) => SpecialFunctions.GammaUpperRegularized(degrees / 2, sum / 2);

    private static double[] Standardised(double[] misses, double[] variances)
    {
        double miss = misses.Sum(), variance = variances.Sum();

        // Sum of m^2 / v less (sum of m)^2 / sum of v, written as a sum of squares.
        return [.. misses.Select((m, i) => variances[i] > 0 ? (m - (variances[i] * (miss / variance))) / Math.Sqrt(variances[i]) : 0)];
    }

    /// <summary>The canary's expected events with an odds ratio and the stratum's margins, and their asymptotic variance.</summary>
    private static (double Events, double Variance) Fit(EventStratum s, double odds)
    {
        double t = s.Events, n = s.BaselineTotal, m = s.CanaryTotal, smallest = Math.Max(0, t - n), largest = Math.Min(t, m);
        if (!(odds > 0 && double.IsFinite(odds)) || smallest == largest)
        {
            return (s.CanaryEvents, 0);
        }

        // a (n - t + a) = odds (t - a)(m - a): the left side rises in a, the right one falls.
        var a = Bisection.LastTrue(smallest, largest, x => x * (n - t + x) < odds * (t - x) * (m - x));
        var variance = 1 / ((1 / a) + (1 / (t - a)) + (1 / (m - a)) + (1 / (n - t + a)));
        return (a, variance > 0 ? variance : 0);
    }
}
