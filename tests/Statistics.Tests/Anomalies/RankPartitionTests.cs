using CanaryJudge.Statistics.Anomalies;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Anomalies;

public sealed class RankPartitionTests
{
    private static readonly Gen<double[]> Series = Gen.OneOf(Gen.Int[0, 3].Select(x => (double)x).Array[16, 60], Gen.Int[-2_000, 2_000].Select(x => x / 1_000.0).Array[16, 60]);

    [Fact]
    public void Every_partition_found_is_the_cheapest_there_is() => Gen.Int[0, 6].Select(x => (double)x).Array[16, 19].ForAll(values =>
    {
        // All partitions of so short a series: at most three segments of five.
        var ranks = Ranks.MidRanks(values);
        var v = ranks.Sum(r => Math.Pow(r - ((values.Length + 1) / 2.0), 2)) / (values.Length - 1);
        var penalty = 4 * Math.Log(values.Length) * v;
        double Cost(int from, int to) => ranks[from..to].Sum(r => Math.Pow(r - ranks[from..to].Average(), 2));
        var all = new List<double> { Cost(0, values.Length) };
        for (var i = 5; i <= values.Length - 5; i++)
        {
            all.Add(Cost(0, i) + Cost(i, values.Length) + penalty);
            for (var j = i + 5; j <= values.Length - 5; j++)
            {
                all.Add(Cost(0, i) + Cost(i, j) + Cost(j, values.Length) + (2 * penalty));
            }
        }

        int[] found = [0, .. RankPartition.ChangePoints(values), values.Length];

        var cost = Enumerable.Range(1, found.Length - 1).Sum(k => Cost(found[k - 1], found[k])) + ((found.Length - 2) * penalty);
        Assert.Equal(all.Min(), cost, Math.Max(1e-9, 1e-8 * penalty));
    });

    [Fact]
    public void One_change_is_a_split_above_the_threshold() => Series.ForAll(values =>
    {
        if (RankPartition.BestSplit(values).Z > RankPartition.Threshold(values.Length) * (1 + 1e-9))
        {
            Assert.NotEmpty(RankPartition.ChangePoints(values));
        }
    });

    [Fact]
    public void An_increasing_transformation_changes_nothing() => Series.ForAll(values =>
        Assert.Equal(RankPartition.ChangePoints(values), RankPartition.ChangePoints([.. values.Select(x => Math.Exp(x / 3))])));

    [Fact]
    public void The_smallest_change_takes_five_values()
    {
        Assert.Equal([5], RankPartition.ChangePoints([9, 9, 9, 9, 9, .. new double[25]]));
        Assert.Empty(RankPartition.ChangePoints([9, 9, 9, 9, .. new double[11]]));
    }

    [Fact]
    public void A_change_in_the_last_four_values_cannot_be_placed_there() =>
        Assert.DoesNotContain(RankPartition.ChangePoints([.. new Draws(3).Normals(60), 50, 51, 52, 53]), k => k > 59);

    [Fact]
    public void Rare_outliers_are_no_change()
    {
        var draws = new Draws(4);

        Assert.Empty(RankPartition.ChangePoints(draws.Of(200, d => Math.Exp(0.3 * d.Normal()) * (d.Uniform() < 0.06 ? 20 : 1))));
    }

    [Fact]
    public void A_transient_has_two_changes_that_one_split_may_miss()
    {
        var draws = new Draws(5);
        double[] values = [.. draws.Normals(31), .. draws.Of(18, d => d.Normal() + 4), .. draws.Normals(31)];

        Assert.Equal(2, RankPartition.ChangePoints(values).Length);
        Assert.True(RankPartition.BestSplit(values).Z < RankPartition.Threshold(values.Length));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    public void Too_short_a_series_has_no_change(int count) => Assert.Empty(RankPartition.ChangePoints([.. Enumerable.Range(0, count).Select(i => (double)i)]));

    [Fact]
    public void Constant_alternating_and_spiked_series_have_no_change()
    {
        Assert.Empty(RankPartition.ChangePoints(new double[500]));
        Assert.Empty(RankPartition.ChangePoints([.. Enumerable.Range(0, 500).Select(i => i % 2.0)]));
        Assert.Empty(RankPartition.ChangePoints([.. Enumerable.Range(0, 500).Select(i => i == 250 ? 1e300 : 0)]));
    }

    [Fact]
    public void A_burst_of_errors_among_zeros_is_a_transient()
    {
        double[] values = [.. new double[200], .. Enumerable.Repeat(3.0, 20), .. new double[200]];

        Assert.Equal([200, 220], RankPartition.ChangePoints(values));
    }

    [Fact]
    public void A_trend_is_cut_into_steps_that_drift()
    {
        var draws = new Draws(6);
        double[] values = [.. Enumerable.Range(0, 200).Select(i => (i / 20.0) + (0.2 * draws.Normal()))];

        var changes = RankPartition.ChangePoints(values);

        Assert.True(changes.Length > 1);
        Assert.True(RankPartition.Drifts(values, changes));
    }

    [Fact]
    public void A_clean_step_does_not_drift()
    {
        var draws = new Draws(7);
        double[] values = [.. draws.Normals(60), .. draws.Of(60, d => d.Normal() + 3)];

        Assert.False(RankPartition.Drifts(values, RankPartition.ChangePoints(values)));
    }

    [Fact]
    public void A_million_values_are_thinned_to_medians_and_keep_their_change()
    {
        var draws = new Draws(8);
        double[] values = [.. draws.Of(600_000, d => Math.Exp(d.Normal())), .. draws.Of(400_000, d => Math.Exp(d.Normal() + 0.2))];

        var thinned = RankPartition.Thinned(values, out var run);

        Assert.Equal((500, 2_000), (run, thinned.Length));
        Assert.Equal(600_000, RankPartition.Start(Assert.Single(RankPartition.ChangePoints(thinned)), values.Length, thinned.Length), 2_000.0);
    }

    [Theory]
    [InlineData(2_000, 1, 2_000)]
    [InlineData(2_001, 2, 1_000)]
    [InlineData(3_999, 2, 1_999)]
    [InlineData(4_001, 3, 1_333)]
    public void Thinning_keeps_every_value_in_one_run(int count, int run, int runs)
    {
        var thinned = RankPartition.Thinned([.. Enumerable.Range(0, count).Select(i => (double)i)], out var found);

        Assert.Equal((run, runs), (found, thinned.Length));
        Assert.Equal((0, count), (RankPartition.Start(0, count, runs), RankPartition.Start(runs, count, runs)));
        Assert.Equal(thinned, thinned.Order());
    }

    [Fact]
    public void Unthinned_long_series_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => RankPartition.ChangePoints(new double[2_001]));

    [Fact]
    public void The_statistic_of_two_stretches_is_that_of_their_split() => Series.ForAll(values =>
    {
        if (RankPartition.BestSplit(values) is { At: { } at, Z: var z })
        {
            Assert.Equal(z, RankPartition.Z(values, at), 1e-9);
        }
    });

    [Theory]
    [InlineData(16)]
    [InlineData(60)]
    [InlineData(200)]
    public void Independent_values_change_in_at_most_three_of_a_thousand_series(int count)
    {
        const int Runs = 1_500;
        Assert.All(new Func<Draws, double>[] { d => d.Normal(), d => Math.Exp(d.Normal()), d => Math.Pow(1 - d.Uniform(), -1 / 1.5), d => d.Poisson(1), d => d.Poisson(0.1), d => d.Poisson(0.01) }, draw =>
        {
            var draws = new Draws(count);
            var found = Enumerable.Range(0, Runs).Count(_ => RankPartition.ChangePoints(draws.Of(count, draw)).Length > 0);

            Draws.AtMost(0.003, found, Runs);
        });
    }
}
