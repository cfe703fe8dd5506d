using CanaryJudge.Statistics.Multiplicity;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Multiplicity;

public sealed class HolmTests
{
    [Fact]
    public void With_equal_weights_rejecting_is_comparing_adjusted_values() => Gen.Double[0, 0.1].Array[1, 12].ForAll(p =>
        Assert.Equal(
            Holm.Adjust(p).Select(x => x <= 0.05),
            Holm.Reject(p, [.. Enumerable.Repeat(2.0, p.Length)], 0.05)));

    [Fact]
    public void Rejecting_agrees_with_the_procedure_step_by_step() =>
        Gen.Select(Gen.Double[0, 0.1].Array[6], Gen.Int[0, 3].Select(w => (double)w).Array[6]).ForAll((p, weights) =>
        {
            var expected = new bool[6];
            var open = Enumerable.Range(0, 6).Where(i => weights[i] > 0).OrderBy(i => p[i] / weights[i]).ToList();
            while (open.Count > 0 && p[open[0]] <= 0.05 * weights[open[0]] / open.Sum(i => weights[i]))
            {
                expected[open[0]] = true;
                open.RemoveAt(0);
            }

            Assert.Equal(expected, Holm.Reject(p, weights, 0.05));
        });

    [Fact]
    public void A_weight_of_zero_is_never_rejected_and_takes_no_share()
    {
        Assert.Equal([true, false], Holm.Reject([0.04, 0], [1, 0], 0.05));
        Assert.Equal([0.05, 0], Holm.LocalLevels([0.04, 0], [1, 0], 0.05));
    }

    [Fact]
    public void Local_levels_follow_the_stages() =>
        Assert.Equal([0.03, 0.025, 0.05], Holm.LocalLevels([0.001, 0.01, 0.04], [3, 1, 1], 0.05), (a, b) => Math.Abs(a - b) < 1e-15);

    [Fact]
    public void No_hypotheses_are_no_trouble()
    {
        Assert.Empty(Holm.Adjust([]));
        Assert.Empty(Holm.Reject([], [], 0.05));
        Assert.Throws<ArgumentException>(() => Holm.Reject([0.1], [], 0.05));
        Assert.Throws<ArgumentOutOfRangeException>(() => Holm.Adjust([double.NaN]));
    }

    [Fact]
    public void The_family_errs_at_most_at_its_level()
    {
        var draws = new Draws(14);
        var hits = Enumerable.Range(0, 8_000).Count(_ =>
            Holm.Reject(draws.Of(5, d => d.Uniform()), [3, 1, 1, 1, 2], 0.05).Contains(true));

        Draws.AtMost(0.05, hits, 8_000);
    }
}
