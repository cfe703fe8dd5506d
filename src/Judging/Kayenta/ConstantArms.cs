namespace CanaryJudge.Judging.Kayenta;

/// <summary>Two arms that each hold one value, and not the same: Kayenta adds random noise, here the noise is left out.</summary>
/// <remarks>
/// Kayenta's noise has a standard deviation of 1e-5 of the arm's value. Its answer is this one, but where the arms are that close, or
/// where one point stands against one point: there the rounding of the noise may give a test or an error.
/// </remarks>
internal static class ConstantArms
{
    private const double NoiseShare = 1e-5;

    public static KayentaFinding Classify(KayentaMetric metric, ReadOnlySpan<double> baseline, ReadOnlySpan<double> canary, KayentaLevels levels)
    {
        double a = baseline[0], b = canary[0];
        if ((baseline.Length == 1 || a == 0) && (canary.Length == 1 || b == 0))
        {
            return KayentaClassifier.Failed with { Warnings = [.. KayentaClassifier.Failed.Warnings, Warning(mayDiffer: a != 0 && b != 0)] };
        }

        var ratio = a == 0 || b == 0 ? double.NaN : b / a;
        var effect = metric.Effect.UsesCles ? (b > a ? 1 : 0) : ratio;
        return KayentaClassifier.Decide(metric, new(b - a, b - a, b - a), effect, ratio, levels) with
        {
            // Six deviations of the noise of both arms.
            Warnings = [Warning(Math.Abs(b - a) <= 6 * NoiseShare * (Math.Abs(a) + Math.Abs(b)))],
        };
    }

    private static KayentaWarning Warning(bool mayDiffer) => new(
        KayentaFlaw.RandomNoise,
        mayDiffer
            ? "Both arms are constant, so Kayenta adds random noise: here its classification differs from run to run, and this is the likelier one."
            : "Both arms are constant, so Kayenta adds random noise: its ratio differs from run to run in about the fifth digit; here it has none.");
}
