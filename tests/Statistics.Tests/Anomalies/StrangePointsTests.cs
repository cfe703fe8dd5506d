using CanaryJudge.Statistics.Anomalies;
using CanaryJudge.Statistics.TwoSample;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Anomalies;

public sealed class StrangePointsTests
{
    [Fact]
    public void The_smallest_p_value_is_the_floor_and_the_largest_one()
    {
        double[] calibration = [1, 2, 3, 4];

        Assert.Equal((0.2, 1, 0.2), (ConformalP.Of(calibration, 9), ConformalP.Of(calibration, 0), ConformalP.Floor(4)));
        Assert.Equal(1, ConformalP.Of([], 5));
    }

    [Fact]
    public void With_few_baseline_values_no_point_can_be_counted()
    {
        var points = StrangePoints.Of([1, 2, 3, 4, 5, 6, 7, 8], [100, 200], Alternative.Greater)!;

        Assert.Equal((0, 1.0, 1.0 / 9), (points.Count, points.Chance, points.Floor));
    }

    [Fact]
    public void With_fewer_than_eight_baseline_values_there_is_no_score() =>
        Assert.Null(StrangePoints.Of([1, 2, 3, 4, 5, 6, 7], [100], Alternative.Greater));

    [Fact]
    public void The_strangest_come_first_and_the_direction_of_harm_counts()
    {
        double[] baseline = [.. Enumerable.Range(0, 100).Select(i => (double)i)];

        Assert.Equal([3, 1], Strangest(Alternative.Greater)[..2]);
        Assert.Equal([2, 4], Strangest(Alternative.Less)[..2]);
        Assert.Equal([2, 3], Strangest(Alternative.Different)[..2]);

        int[] Strangest(Alternative harm) => [.. StrangePoints.Of(baseline, [50, 300, -900, 800, -5, 51, 52], harm)!.Strangest.Select(p => p.Index)];
    }

    [Fact]
    public void Those_are_counted_whose_conformal_p_is_at_most_five_percent() =>
        Gen.Select(Gen.Int[0, 60].Select(x => x / 4.0).Array[8, 130], Gen.Int[-5, 70].Select(x => x / 4.0).Array[1, 40], Gen.Enum<Alternative>()).ForAll((b, canary, harm) =>
        {
            double[] baseline = [.. b.Order()];
            var scale = RobustZ.Of(baseline);
            double Score(double x) => harm switch { Alternative.Greater => scale.Z(x), Alternative.Less => -scale.Z(x), _ => Math.Abs(scale.Z(x)) };
            double[] calibration = [.. baseline.Select(Score).Order()];

            var expected = canary.Count(x => ConformalP.Of(calibration, Score(x)) <= StrangePoints.Level);

            var points = StrangePoints.Of(baseline, canary, harm)!;
            Assert.Equal(expected, points.Count);
            Assert.Equal(points.Chance <= 0.01, StrangePoints.Of(baseline, canary, harm, 0.01) is not null);
        }, iter: 300);

    [Fact]
    public void The_chance_of_so_many_is_that_of_dealing_the_values_at_random()
    {
        // 39 of 40 baseline values at most once above: the two strangest of 45 are both the canary's: 5 * 4 / (45 * 44) for one level place
        double[] baseline = [.. Enumerable.Range(0, 20).Select(i => (double)i)];

        var points = StrangePoints.Of(baseline, [100, 101, 3, 4, 5], Alternative.Greater)!;

        Assert.Equal(2, points.Count);
        Assert.Equal(5.0 * 4 / (25 * 24), points.Chance, 1e-12);
    }

    [Fact]
    public void Points_of_the_same_distribution_are_counted_in_at_most_five_percent_and_alarm_in_at_most_one()
    {
        var draws = new Draws(11);
        int counted = 0, all = 0, alarms = 0;
        const int Runs = 2_000;
        for (var run = 0; run < Runs; run++)
        {
            var points = StrangePoints.Of(Draws.Sorted(draws.Of(59, d => Math.Exp(d.Normal()))), draws.Of(30, d => Math.Exp(d.Normal())), Alternative.Greater)!;
            counted += points.Count;
            all += points.Values;
            alarms += points.Chance <= 0.01 ? 1 : 0;
        }

        Draws.AtMost(0.05, counted, all);
        Draws.AtMost(0.01, alarms, Runs);
    }

    [Fact]
    public void Units_change_nothing() => Gen.Select(Gen.Int[0, 1000].Array[8, 60], Gen.Int[0, 1000].Array[1, 20], Gen.Enum<Alternative>()).ForAll((b, c, harm) =>
    {
        var here = StrangePoints.Of(Draws.Sorted([.. b.Select(x => (double)x)]), [.. c.Select(x => (double)x)], harm)!;
        var there = StrangePoints.Of(Draws.Sorted([.. b.Select(x => (4.0 * x) - 512)]), [.. c.Select(x => (4.0 * x) - 512)], harm)!;

        Assert.Equal((here.Count, here.Chance), (there.Count, there.Chance));
        Assert.Equal(here.Strangest.Select(p => p.PValue), there.Strangest.Select(p => p.PValue));
    });

    [Fact]
    public void A_constant_baseline_finds_every_other_value_strange()
    {
        var points = StrangePoints.Of([.. Enumerable.Repeat(2.0, 30)], [2, 3, 2], Alternative.Greater)!;

        Assert.Equal((1, double.PositiveInfinity), (points.Count, points.Strangest[0].Z));
    }
}
