using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Statistics.Tests.Special;

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
