using CanaryJudge.Statistics.Effects;
using CanaryJudge.Statistics.Special;
using CanaryJudge.Statistics.Stratified;
using CanaryJudge.Statistics.TwoSample;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Stratified;

public sealed class StratifiedShiftTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public void Estimate_and_ends_are_weighted_order_statistics_of_all_pairs() => Gen.Select(GenStrata.Samples, Gen.Double[0.01, 0.4]).ForAll((strata, level) =>
    {
        var shift = StratifiedShift.Difference(strata, level, None).Common;
        var ratio = StratifiedShift.Ratio(strata, level, None).Common;

        Same(ByForce(strata, level, (c, b) => c - b, (x, y) => x == y ? x : (x / 2) + (y / 2), double.NegativeInfinity), shift);
        Same(ByForce(strata, level, (c, b) => c / b, (x, y) => x == y ? x : Math.Sqrt(x) * Math.Sqrt(y), 0), ratio);
    });

    [Fact]
    public void The_selection_holds_for_thousands_of_values_without_ties() => Gen.Int[0, 1000].ForAll(seed =>
    {
        var draws = new Draws(seed);
        SampleStratum[] strata = [.. Enumerable.Range(0, 3).Select(s => new SampleStratum(
            Draws.Sorted(draws.Of(200 + (100 * s), d => Math.Exp((3 * s) + d.Normal()))), Draws.Sorted(draws.Of(150 - (40 * s), d => Math.Exp((3 * s) + 0.2 + d.Normal())))))];

        Same(ByForce(strata, 0.05, (c, b) => c / b, (x, y) => x == y ? x : Math.Sqrt(x) * Math.Sqrt(y), 0), StratifiedShift.Ratio(strata, 0.05, None).Common);
    }, iter: 3);

    [Fact]
    public void One_stratum_is_the_plain_shift() => GenStrata.Samples.ForAll(strata =>
    {
        Assert.Equal(HodgesLehmann.Difference(strata[0].Baseline, strata[0].Canary, 0.05, None), StratifiedShift.Difference([strata[0]], 0.05, None).Common);
        Assert.Equal(HodgesLehmann.Ratio(strata[0].Baseline, strata[0].Canary, 0.05, None), StratifiedShift.Ratio([strata[0]], 0.05, None).Common);
    });

    [Fact]
    public void Levels_of_strata_and_their_order_change_nothing() => GenStrata.Samples.ForAll(strata =>
    {
        var shift = StratifiedShift.Difference(strata, 0.05, None).Common;

        Assert.Equal(shift, StratifiedShift.Difference(GenStrata.Each(strata, (v, s) => v + (4096 * s)), 0.05, None).Common);
        Assert.Equal(shift, StratifiedShift.Difference([.. strata.Reverse()], 0.05, None).Common);
        Assert.Equal(
            StratifiedShift.Ratio(strata, 0.05, None).Common,
            StratifiedShift.Ratio(GenStrata.Each(strata, (v, s) => v * Math.Pow(2, 10 * s)), 0.05, None).Common);
    });

    [Fact]
    public void Scale_changes_nothing_from_1e_minus_9_to_1e12() => Gen.Select(GenStrata.Samples, Gen.Int[-30, 40]).ForAll((strata, power) =>
    {
        var unit = Math.Pow(2, power);
        Interval plain = StratifiedShift.Difference(strata, 0.05, None).Common, scaled = StratifiedShift.Difference(GenStrata.Each(strata, (v, _) => v * unit), 0.05, None).Common;

        Assert.Equal(new(plain.Estimate * unit, plain.Lower * unit, plain.Upper * unit), scaled);
    });

    [Fact]
    public void Swapping_the_arms_mirrors_the_interval() => GenStrata.Samples.ForAll(strata =>
    {
        Interval shift = StratifiedShift.Difference(strata, 0.05, None).Common, back = StratifiedShift.Difference(GenStrata.Swapped(strata), 0.05, None).Common;

        Assert.Equal(new(-shift.Estimate + 0.0, -shift.Upper + 0.0, -shift.Lower + 0.0), back);
    });

    [Fact]
    public void The_test_rejects_just_when_the_interval_leaves_zero() => GenStrata.Samples.ForAll(strata =>
    {
        // Ties at zero count half in the test; moved off the values there are none.
        var off = strata.Select(s => s with { Canary = [.. s.Canary.Select(v => v + 0.5)] }).ToArray();
        if (off.Any(s => s.Baseline[0] == s.Baseline[^1] && s.Canary[0] == s.Canary[^1]))
        {
            return;
        }

        var lower = StratifiedShift.Difference(off, 0.05, None).Common.Lower;

        Assert.Equal(StratifiedMannWhitney.Run(off, Alternative.Greater).PValue < 0.05, lower > 0);
    });

    [Fact]
    public void Residuals_are_small_for_one_shift_and_large_where_strata_differ()
    {
        var draws = new Draws(11);
        SampleStratum Stratum(double shift) => new(Draws.Sorted(draws.Normals(300)), Draws.Sorted(draws.Of(300, d => shift + d.Normal())));

        var alike = StratifiedShift.Difference([Stratum(1), Stratum(1), Stratum(1)], 0.05, None).Residuals;
        var different = StratifiedShift.Difference([Stratum(0), Stratum(1), Stratum(0)], 0.05, None).Residuals;

        Assert.True(Homogeneity.PValue(alike, 1) > 0.01);
        Assert.True(Homogeneity.PValue(different, 1) < 1e-6);
        Assert.True(different[1] > 3 && different[0] < 0 && different[2] < 0);
    }

    [Fact]
    public void An_end_errs_about_as_often_as_its_level()
    {
        var draws = new Draws(12);
        const int Runs = 2_000;
        int low = 0, high = 0;
        for (var run = 0; run < Runs; run++)
        {
            SampleStratum[] strata = [Stratum(60, 12, 0), Stratum(20, 40, 5)];
            var shift = StratifiedShift.Difference(strata, 0.05, None).Common;
            low += shift.Lower > 0.3 ? 1 : 0;
            high += shift.Upper < 0.3 ? 1 : 0;
        }

        Draws.AtMost(0.05, low, Runs);
        Draws.AtMost(0.05, high, Runs);

        SampleStratum Stratum(int n, int m, double level) => new(
            Draws.Sorted(draws.Of(n, d => level + d.Normal())), Draws.Sorted(draws.Of(m, d => level + 0.3 + d.Normal())));
    }

    [Fact]
    public void Strata_that_are_all_ties_have_a_shift_without_width() =>
        Assert.Equal(new(0, 0, 0), StratifiedShift.Difference([new([5, 5], [5]), new([9], [9, 9])], 0.05, None).Common);

    [Fact]
    public void The_search_can_be_stopped()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();

        Assert.Throws<OperationCanceledException>(() => StratifiedShift.Difference([new([1, 2], [1, 3]), new([4], [5, 6])], 0.05, stopped.Token));
    }

    [Fact]
    public void A_factor_needs_positive_values() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => StratifiedShift.Ratio([new([0, 1], [1]), new([1], [1])], 0.05, None));

    private static void Same(Interval expected, Interval actual)
    {
        Vectors.Close(expected.Estimate, actual.Estimate, 1e-15, "estimate", 1e-300);
        Assert.Equal(expected.Lower, actual.Lower);
        Assert.Equal(expected.Upper, actual.Upper);
    }

    /// <summary>From all pairs, each with the weight sqrt(v) / sd of its stratum.</summary>
    private static Interval ByForce(SampleStratum[] strata, double level, Func<double, double, double> pair, Func<double, double, double> middle, double noLimit)
    {
        var pairs = new List<(double Value, double Weight)>();
        double information = 0, step = double.PositiveInfinity;
        foreach (var (b, c) in strata)
        {
            double n = b.Length, m = c.Length, total = n + m;
            var ties = b.Concat(c).GroupBy(v => v).Sum(g => Math.Pow(g.Count(), 3) - g.Count());
            var variance = n * m / 12 * (total + 1 - (ties / (total * (total - 1))));
            var v = n * m / total;
            var weight = variance > 1e-9 ? Math.Sqrt(v / variance) : 0;
            information += weight > 0 ? v : 0;
            step = weight > 0 ? Math.Min(step, weight) : step;
            pairs.AddRange(c.SelectMany(x => b.Select(y => (pair(x, y), weight))));
        }

        if (information == 0)
        {
            pairs = [.. pairs.Select(p => (p.Value, 1.0))];
            step = 0;
        }

        pairs.Sort();
        double all = pairs.Sum(p => p.Weight), slack = 1e-12 * all;
        var end = (all / 2) + (Gaussian.Quantile(level) * Math.Sqrt(information)) - (step / 2);
        double At(double wanted)
        {
            double sum = 0;
            for (var i = 0; i < pairs.Count; i++)
            {
                sum += pairs[i].Weight;
                if (sum >= wanted && (i + 1 == pairs.Count || pairs[i + 1].Value > pairs[i].Value))
                {
                    return pairs[i].Value + 0.0;
                }
            }

            return pairs[^1].Value;
        }

        var estimate = middle(At((all / 2) - slack), At((all / 2) + slack));
        return new(
            estimate,
            end > 0 ? Math.Min(estimate, At(end - slack)) : noLimit,
            end > 0 ? Math.Max(estimate, At(Math.Min(all - end + slack, all - slack))) : double.PositiveInfinity);
    }
}
