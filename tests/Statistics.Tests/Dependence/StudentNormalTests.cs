using CanaryJudge.Statistics.Dependence;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Dependence;

public sealed class StudentNormalTests
{
    [Fact]
    public void The_critical_t_is_the_inverse() => Gen.Select(Gen.Double[-8, 8], Gen.Double[2, 500]).ForAll((z, df) =>
        Vectors.Close(z, StudentNormal.Z(StudentNormal.CriticalT(z, df), df), 1e-11, $"z = {z}, df = {df}", 1e-14));

    [Fact]
    public void Critical_values_agree_with_R_and_the_closed_form()
    {
        // qt(0.975, c(5, 30)) with qnorm(0.975) = 1.959963984540054; for two degrees of freedom (2p - 1) / sqrt(2p(1 - p)).
        Vectors.Close(0.95 / Math.Sqrt(2 * 0.975 * 0.025), StudentNormal.CriticalT(1.959963984540054, 2), 1e-12, "2");
        Vectors.Close(2.570581835636314, StudentNormal.CriticalT(1.959963984540054, 5), 1e-12, "5");
        Vectors.Close(2.042272456301238, StudentNormal.CriticalT(1.959963984540054, 30), 1e-12, "30");
    }

    [Fact]
    public void Few_degrees_of_freedom_and_far_tails_are_inverted_as_well() => Gen.Select(Gen.Double[1e-6, 36], Gen.Double[-1, 7]).ForAll((z, exponent) =>
    {
        var df = Math.Pow(10, exponent);
        var t = StudentNormal.CriticalT(z, df);

        Assert.True(t >= z);
        if (t < 1e150)
        {
            Vectors.Close(z, StudentNormal.Z(t, df), 1e-10, $"z = {z}, df = {df}", 1e-13);
        }
    }, iter: 2_000);

    [Fact]
    public void A_larger_z_has_a_larger_critical_t() => Gen.Select(Gen.Double[1e-3, 20], Gen.Double[1e-9, 0.1], Gen.Double[1, 300]).ForAll((z, more, df) =>
        Assert.True(StudentNormal.CriticalT(z + more, df) > StudentNormal.CriticalT(z, df) || more < 1e-8), iter: 2_000);

    [Fact]
    public void Enormous_values_stay_finite()
    {
        Assert.InRange(StudentNormal.Z(1e200, 50), 36, 38);
        Assert.InRange(StudentNormal.Z(double.NegativeInfinity, 3), -38, -36);
        Assert.True(double.IsFinite(StudentNormal.CriticalT(60, 2)));
    }
}
