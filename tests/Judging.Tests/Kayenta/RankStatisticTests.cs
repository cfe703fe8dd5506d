using CanaryJudge.Judging.Kayenta;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Kayenta;

public sealed class RankStatisticTests
{
    private static readonly Gen<double[]> Arm = Gen.OneOf(Gen.Int[-3, 3].Select(i => i == 0 ? -0.0 : i), Gen.Int[-3, 3].Select(i => (double)i), Gen.Double[-3, 3]).Array[1, 30];

    /// <summary>Values whose differences are exact, with few and with many repeated.</summary>
    private static readonly Gen<double> Whole = Gen.OneOf(Gen.Int[-3, 3], Gen.Int[-100_000, 100_000]).Select(i => i / 1024.0);

    [Fact]
    public void The_merge_gives_what_ranking_all_values_gives() =>
        Gen.Select(Arm, Arm, Gen.OneOf(Gen.Int[-2, 2].Select(i => (double)i), Gen.Double[-5, 5], Gen.Const(1e17))).ForAll((y, x, shift) =>
            Assert.Equal(Ranked(y, x, shift), new RankStatistic(y, x).At(shift)));

    [Fact]
    public void Shifts_one_after_the_other_near_and_far_give_what_each_alone_gives() =>
        Gen.Select(Gen.Double[-3, 3].Array[1, 60], Gen.Double[-3, 3].Array[1, 60], Gen.OneOf(Gen.Double[-1e-3, 1e-3], Gen.Double[-5, 5]).Array[1, 20]).ForAll((y, x, steps) =>
        {
            var statistic = new RankStatistic(y, x);
            foreach (var (step, i) in steps.Select((s, i) => (s, i)))
            {
                // Every third shift makes two values of the arms equal.
                var shift = i % 3 == 2 ? x[i % x.Length] - y[i % y.Length] : step;

                Assert.Equal(Ranked(y, x, shift), statistic.At(shift));
            }
        });

    [Fact]
    public void The_statistic_changes_its_sign_once_as_the_shift_grows() =>
        Gen.Select(Gen.Double[-3, 3].Array[2, 30], Gen.Double[-3, 3].Array[2, 30], Gen.Double[-6, 6], Gen.Double[0, 6]).ForAll((y, x, shift, more) =>
        {
            var statistic = new RankStatistic(y, x);

            // The value itself may rise for a moment where ties of the arms make it less sure.
            Assert.False(statistic.At(shift) < 0 && statistic.At(shift + more) > 0);
        });

    [Fact]
    public void Exact_roots_are_the_differences_between_which_the_statistic_is_at_its_quantile() =>
        Gen.Select(Whole.Array[2, 25], Whole.Array[2, 25], Gen.Double[-2, 2]).ForAll((y, x, quantile) =>
        {
            var statistic = new RankStatistic(y, x);
            double[] differences = [.. x.SelectMany(a => y.Select(b => a - b)).Distinct().Order()];
            foreach (var q in new[] { quantile, 0 })
            {
                // Just above each difference the statistic is what it stays at until the next one.
                bool Is(int i, Func<double, bool> holds) => holds(statistic.At(i + 1 < differences.Length ? (differences[i] / 2) + (differences[i + 1] / 2) : differences[i] + 1) - q);
                if (statistic.At(statistic.SmallestShift) - q <= 0 || statistic.At(statistic.LargestShift) - q >= 0)
                {
                    continue;
                }

                var found = ExactRoot.Of(statistic, q)[0];

                Assert.Equal(differences[Enumerable.Range(0, differences.Length).First(i => Is(i, s => s <= 0))], found.Low);
                Assert.Equal(differences[Enumerable.Range(0, differences.Length).First(i => Is(i, s => s < 0))], found.High);
            }
        });

    [Fact]
    public void Cles_counts_the_pairs_in_which_the_canary_is_higher_and_half_of_the_ties() =>
        Gen.Select(Gen.Int[0, 9].Select(i => (double)i).Array[1, 20], Gen.Int[0, 9].Select(i => (double)i).Array[1, 20]).ForAll((y, x) =>
            Assert.Equal(x.Average(a => y.Average(b => a > b ? 1 : a == b ? 0.5 : 0)), new RankStatistic(y, x).Cles(), 12));

    [Fact]
    public void All_values_tied_have_no_statistic() => Assert.Equal(double.NaN, new RankStatistic([1.0, 1.0], [3.0]).At(2));

    [Fact]
    public void An_infinity_against_an_infinite_shift_has_no_statistic()
    {
        var statistic = new RankStatistic([1.0, 2.0], [double.PositiveInfinity, 3.0]);

        Assert.Equal(double.NaN, statistic.At(statistic.LargestShift));
        Assert.Null(ShiftInterval.Of(statistic, 2));
    }

    /// <summary>Kayenta's way: rank all values, find the ties, in the order of Java's Double.compare.</summary>
    private static double Ranked(double[] y, double[] x, double shift)
    {
        double n = x.Length, m = y.Length;
        var all = x.Select(v => v - shift).Concat(y).Select(v => (Value: v, IsNegative: double.IsNegative(v))).ToList();
        var groups = all.Select((v, i) => (v, i)).GroupBy(p => p.v).OrderBy(g => g.Key.Value).ThenByDescending(g => g.Key.IsNegative);
        double before = 0, rankSum = 0, ties = 0;
        foreach (var group in groups)
        {
            double t = group.Count();
            rankSum += group.Count(p => p.i < x.Length) * (before + ((t + 1) / 2));
            ties += (t * t * t) - t;
            before += t;
        }

        var d = rankSum - (n * (n + 1) / 2) - (n * m / 2);
        var sigma = Math.Sqrt(n * m / 12 * (n + m + 1 - (ties / ((n + m) * (n + m - 1)))));
        return sigma == 0 ? double.NaN : (d - (0.5 * Math.Sign(d))) / sigma;
    }
}
