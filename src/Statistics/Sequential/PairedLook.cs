using CanaryJudge.Statistics.Dependence;

namespace CanaryJudge.Statistics.Sequential;

/// <summary>One look at a paired series: its mean judged at the scale of single buckets and of groups of five.</summary>
/// <param name="Fine">The series itself.</param>
/// <param name="Coarse">The means of groups of five; without values when not asked for, too short or constant.</param>
public readonly record struct PairedLook(PairedScale Fine, PairedScale Coarse)
{
    /// <summary>The number of buckets, at least 1.</summary>
    public int N => Fine.Values;

    /// <summary>The mean of the series, in its unit.</summary>
    public double Mean => Fine.Mean;

    /// <summary>The standard error of the mean at the fine scale, at least 0.</summary>
    public double StandardError => Fine.StandardError;

    /// <summary>The autocorrelation used at the fine scale, in [0, 0.95].</summary>
    public double Phi => Fine.Phi;

    /// <summary>The number of independent buckets the series is worth at the fine scale, at least 3.</summary>
    public double EffectiveSize => Fine.EffectiveSize;

    /// <summary>Student's degrees of freedom at the fine scale, at least 2.</summary>
    public double DegreesOfFreedom => Fine.DegreesOfFreedom;

    /// <summary>Whether all values are equal: then z is 0 or absent (NaN), never infinite.</summary>
    public bool IsConstant => StandardError == 0;

    /// <summary>z against harm above 0: the smaller one of the scales. NaN for a constant series that is not 0.</summary>
    public double Z => HarmZ(0);

    /// <summary>z that the mean lies above an offset (the tolerance): the smaller one of the scales.</summary>
    /// <param name="offset">In the unit of the series.</param>
    /// <returns>z; NaN for a constant series that differs from the offset, 0 for one that equals it.</returns>
    public double HarmZ(double offset) => Zs(offset).Harm;

    /// <summary>z that the mean lies below a bound (the margin): the smaller one of the scales.</summary>
    /// <param name="bound">In the unit of the series.</param>
    /// <returns>z; NaN for a constant series that differs from the bound, 0 for one that equals it.</returns>
    public double AcceptZ(double bound) => Zs(bound).Accept;

    /// <summary>Both z against one number, for less than the price of two: each the smaller one of the scales.</summary>
    /// <param name="offset">In the unit of the series.</param>
    /// <returns>z that the mean lies above it, and that it lies below it; as <see cref="HarmZ"/> and <see cref="AcceptZ"/>.</returns>
    public (double Harm, double Accept) Zs(double offset)
    {
        var fine = Fine.Z(offset);
        var coarse = Coarse.Values == 0 ? fine : Coarse.Z(offset);
        return (Math.Min(fine, coarse), Math.Min(-fine, -coarse));
    }

    /// <summary>From the moments of the series and of its groups of five, at least one value; two scales need ten.</summary>
    internal static PairedLook Of(RunningMoments series, RunningMoments groups, PhiMode mode, double historyPhi, bool twoScales)
    {
        var fine = PairedScale.Of(series, mode, Math.Min(historyPhi, Autocorrelation.Largest));
        if (!twoScales || series.N < 2 * PairedSums.Group)
        {
            return new(fine, default);
        }

        // Groups that happen to be equal say nothing about their spread: the fine scale decides alone.
        var coarse = PairedScale.Of(groups, PhiMode.Plain, 0);
        return new(fine, coarse.StandardError > 0 ? coarse : default);
    }

    /// <summary>The mean with ends that lie outside the Student interval of either scale.</summary>
    /// <param name="criticalZ">The normal critical value of each end, at least 0; 1.645 lets each end err in 5 %.</param>
    /// <returns>The ends are infinitely far for a constant series: it has no standard error.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The critical value is negative or not finite.</exception>
    public Interval Interval(double criticalZ)
    {
        Levels.RequireNotNegative(criticalZ);
        if (IsConstant)
        {
            return new(Mean, double.NegativeInfinity, double.PositiveInfinity);
        }

        var reach = StudentNormal.CriticalT(criticalZ, Fine.DegreesOfFreedom) * Fine.StandardError;
        double lower = Mean - reach, upper = Mean + reach;
        if (Coarse.Values > 0)
        {
            reach = StudentNormal.CriticalT(criticalZ, Coarse.DegreesOfFreedom) * Coarse.StandardError;
            (lower, upper) = (Math.Min(lower, Coarse.Mean - reach), Math.Max(upper, Coarse.Mean + reach));
        }

        return new(Mean, lower, upper);
    }
}
