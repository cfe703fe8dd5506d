using CanaryJudge.Statistics.Anomalies;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Anomalies;

public sealed class CentredRanksTests
{
    [Fact]
    public void Counting_and_sorting_give_the_mid_ranks_less_their_mean() =>
        Gen.Select(Gen.Int[1, 300], Gen.Int[2, 1_000]).SelectMany((n, levels) => Gen.Int[0, levels].Array[n]).ForAll(drawn =>
        {
            double[] values = Array.ConvertAll(drawn, v => v / 8.0), sorted = new double[values.Length], ranks = new double[values.Length];

            var squares = CentredRanks.Of(values, sorted, ranks);

            Assert.Equal(Array.ConvertAll(Ranks.MidRanks(values), rank => rank - ((values.Length + 1) / 2.0)), ranks);
            Assert.Equal(values.Order(), sorted);
            Assert.Equal(ranks.Sum(rank => rank * rank), squares);
        });
}
