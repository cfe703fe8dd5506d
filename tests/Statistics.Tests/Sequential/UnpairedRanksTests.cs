using CanaryJudge.Statistics.Sequential;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Sequential;

public sealed class UnpairedRanksTests
{
    [Fact]
    public void Theta_is_that_of_mid_ranks_and_ties_cost_nothing() =>
        Gen.Select(Gen.Int[0, 9].Select(x => (double)x).Array[3, 40], Gen.Int[0, 9].Select(x => (double)x).Array[3, 40]).ForAll((a, b) =>
        {
            var expected = b.Average(c => a.Average(x => c > x ? 1 : c == x ? 0.5 : 0));

            UnpairedLook look = UnpairedRanks.Look(a, b), back = UnpairedRanks.Look(b, a);

            Assert.Equal(expected, look.Theta, 1e-12);
            Assert.Equal(look.Z, -back.Z, 1e-9);
            Assert.True(look.DegreesOfFreedom >= 2);
        });

    [Fact]
    public void All_tied_has_z_0() => Assert.Equal(0, UnpairedRanks.Look([1, 1, 1, 1], [1, 1, 1]).Z);

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public void False_alarms_stay_below_five_percent(double phi)
    {
        var draws = new Draws(61);
        const int Runs = 2_000;
        var hits = Enumerable.Range(0, Runs).Count(_ =>
            UnpairedRanks.Look(draws.Autoregression(40, phi), draws.Autoregression(20, phi)).Z >= 1.645);

        Draws.AtMost(0.05, hits, Runs);
    }
}
