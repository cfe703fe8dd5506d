using CsCheck;

namespace CanaryJudge.Statistics.Tests;

public sealed class RanksTests
{
    private static readonly Gen<double[]> Arm = Gen.OneOf(
        Gen.Int[-9, 9].Select(x => (double)x).Array[0, 60],
        Gen.Double[-1, 1].Array[0, 300],
        Gen.Double[-1, 1].Select(x => x * double.Epsilon * 100).Array[0, 30]).Select(Draws.Sorted);

    [Fact]
    public void Merging_gives_the_rank_sum_and_the_tie_term_of_all_ranks() =>
        Gen.Select(Arm, Arm).ForAll((baseline, canary) =>
        {
            double[] pooled = [.. baseline, .. canary];
            var ranks = Ranks.MidRanks(pooled);

            var sums = Ranks.Merge(baseline, canary);

            Assert.Equal(ranks.Skip(baseline.Length).Sum(), sums.CanaryRankSum);
            Assert.Equal(pooled.GroupBy(v => v).Sum(g => Math.Pow(g.Count(), 3) - g.Count()), sums.TieTerm);
        }, iter: 3_000);

    [Fact]
    public void Swapping_the_arms_leaves_the_sum_of_both_rank_sums() =>
        Gen.Select(Arm, Arm).ForAll((baseline, canary) =>
        {
            double total = baseline.Length + canary.Length;

            Assert.Equal(total * (total + 1) / 2, Ranks.Merge(baseline, canary).CanaryRankSum + Ranks.Merge(canary, baseline).CanaryRankSum);
        }, iter: 1_000);
}
