using CanaryJudge.Statistics.Dependence;

namespace CanaryJudge.Statistics.Sequential;

/// <summary>What one time scale of a paired series says about its mean.</summary>
/// <param name="Values">The number of values at this scale; 0 when the scale was not used.</param>
/// <param name="Mean">Their mean, in the unit of the series.</param>
/// <param name="StandardError">The standard error of the mean, at least 0.</param>
/// <param name="Phi">The autocorrelation used, in [0, 0.95].</param>
/// <param name="EffectiveSize">The number of independent values they are worth, at least 3.</param>
/// <param name="LagOne">The autocorrelation seen at lag one, in [-1, 1], as <see cref="Autocorrelation.LagOne"/>.</param>
public readonly record struct PairedScale(int Values, double Mean, double StandardError, double Phi, double EffectiveSize, double LagOne)
{
    /// <summary>Student's degrees of freedom: the effective size minus one, at least 2.</summary>
    public double DegreesOfFreedom => EffectiveSize - 1;

    /// <summary>The normal z of mean minus offset; 0 or NaN for a constant scale.</summary>
    internal double Z(double offset) => StandardError > 0
        ? StudentNormal.Z((Mean - offset) / StandardError, DegreesOfFreedom)
        : Mean == offset ? 0 : double.NaN;

    internal static PairedScale Of(RunningMoments series, PhiMode mode, double historyPhi)
    {
        var n = series.N;
        var phi = Autocorrelation.Corrected(series.LagOne, n);
        phi = mode switch
        {
            PhiMode.Strict => Autocorrelation.Strict(phi, n),
            PhiMode.History => Math.Max(phi, historyPhi),
            _ => phi,
        };
        var size = Dependence.EffectiveSize.Of(n, phi);
        return new(n, series.Mean, Math.Sqrt(series.Variance / size), phi, size, series.LagOne);
    }
}
