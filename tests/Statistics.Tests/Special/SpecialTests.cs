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

public sealed class IncompleteBetaTests
{
    [Fact]
    public void The_lower_tail_keeps_twelve_digits() =>
        Assert.All(Vectors.Of("special", "beta"), v => Vectors.Close(
            v.Number("value"),
            IncompleteBeta.Regularized(v.Number("a"), v.Number("b"), v.Number("x"), 1 - v.Number("x")),
            1e-12,
            $"I_{v.Number("x")}({v.Number("a")}, {v.Number("b")})"));

    [Fact]
    public void Student_s_tail_keeps_twelve_digits() =>
        Assert.All(Vectors.Of("special", "student"), v => Vectors.Close(
            v.Number("tail"), IncompleteBeta.StudentTail(v.Number("t"), v.Number("df")), 1e-12, $"t = {v.Number("t")}, {v.Number("df")}"));
}
