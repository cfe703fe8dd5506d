using CanaryJudge.Statistics.Stratified;

namespace CanaryJudge.Statistics.Tests.Stratified;

public sealed class StrataTests
{
    [Fact]
    public void Combined_scores_agree_with_the_vectors() => Assert.All(Vectors.Of("sequential", "stratified_z"), c =>
    {
        var (z, v) = Strata.Combine(c.Numbers("z"), c.Numbers("v"));

        Vectors.Close(c.Number("z_total"), z, 1e-10, "z");
        Vectors.Close(c.Number("v_total"), v, 1e-10, "v");
    });

    [Fact]
    public void Strata_without_information_give_zero() => Assert.Equal((0, 0), Strata.Combine([3, -2], [0, 0]));
}
