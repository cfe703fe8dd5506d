using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Statistics.Tests.Special;

public sealed class GaussianTests
{
    [Fact]
    public void The_cdf_keeps_its_digits_in_the_lower_tail() =>
        Assert.All(Vectors.Of("special", "gaussian"), v =>
            Vectors.Close(v.Number("cdf"), Gaussian.Cdf(v.Number("z")), 2e-13, $"z = {v.Number("z")}"));

    [Fact]
    public void The_quantile_keeps_thirteen_digits() =>
        Assert.All(Vectors.Of("special", "quantile"), v =>
            Vectors.Close(v.Number("z"), Gaussian.Quantile(v.Number("p")), 1e-13, $"p = {v.Number("p")}", 1e-16));
}
