using CanaryJudge.Statistics.Dependence;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Dependence;

public sealed class AutocorrelationTests
{
    [Fact]
    public void A_known_series_has_its_autocorrelation()
    {
        // acf(c(1, 2, 3, 4), plot = FALSE)$acf[2] is 0.25.
        Assert.Equal(0.25, Autocorrelation.LagOne([1, 2, 3, 4]), 1e-15);
        Assert.Equal(0, Autocorrelation.LagOne([0.1, 0.1, 0.1]));
    }

    [Fact]
    public void A_long_autoregression_shows_its_coefficient() =>
        Assert.Equal(0.7, Autocorrelation.LagOne(new Draws(2).Autoregression(100_000, 0.7)), 0.01);

    [Fact]
    public void Corrected_and_strict_values_stay_within_their_range() => Gen.Select(Gen.Double[-1, 1], Gen.Int[1, 500]).ForAll((r, n) =>
    {
        var phi = Autocorrelation.Corrected(r, n);

        Assert.InRange(phi, 0, 0.95);
        Assert.InRange(Autocorrelation.Strict(phi, n), phi, 0.95);
    });

    [Fact]
    public void Dependence_never_adds_to_the_effective_size() => Gen.Select(Gen.Double[0, 0.95], Gen.Int[3, 500]).ForAll((phi, n) =>
        Assert.InRange(EffectiveSize.Of(n, phi), 3, n));
}
