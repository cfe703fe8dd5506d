using CanaryJudge.Statistics.Effects;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Effects;

public sealed class HistogramShiftTests
{
    private static readonly double[] Edges = [0, 5, 10, 25, 50, 100, 250, 500, 1000, double.PositiveInfinity];

    private static readonly Gen<double[]> Counts =
        Gen.Int[0, 200].Select(x => (double)x).Array[9].Where(counts => counts.Sum() > 0);

    [Fact]
    public void Unmoved_theta_is_that_of_mid_ranks_with_buckets_as_ties() => Gen.Select(Counts, Counts).ForAll((b, c) =>
    {
        double pairs = 0;
        for (var k = 0; k < 9; k++)
        {
            pairs += c[k] * (b[..k].Sum() + (b[k] / 2));
        }

        Assert.Equal(pairs / (b.Sum() * c.Sum()), HistogramShift.Theta(Edges, b, c, 1), 1e-12);
    });

    [Fact]
    public void Theta_falls_as_the_factor_grows() => Gen.Select(Counts, Counts, Gen.Double[0.1, 9], Gen.Double[1, 2]).ForAll((b, c, f, more) =>
        Assert.True(HistogramShift.Theta(Edges, b, c, f * more) <= HistogramShift.Theta(Edges, b, c, f) + 1e-12));

    [Fact]
    public void The_ends_hold_the_estimate_and_the_offset_agrees_in_direction() => Gen.Select(Counts, Counts).ForAll((b, c) =>
    {
        Interval factor = HistogramShift.Factor(Edges, b, c, 1.645), wider = HistogramShift.Factor(Edges, b, c, 2.5);
        Interval offset = HistogramShift.Offset(Edges, b, c, 1.645);

        Assert.InRange(factor.Estimate, factor.Lower, factor.Upper);
        Assert.True(wider.Lower <= factor.Lower && factor.Upper <= wider.Upper);
        Assert.InRange(offset.Estimate, offset.Lower, offset.Upper);
    });

    [Fact]
    public void The_same_histogram_in_both_arms_is_at_one_half()
    {
        double[] counts = [3, 30, 100, 60, 20, 10, 4, 1, 2];

        Assert.Equal(0, HistogramShift.Z(Edges, counts, counts, 1), 1e-12);
        Assert.Equal(0, HistogramShift.OffsetZ(Edges, counts, counts, 0), 1e-12);
        Assert.Equal(1, HistogramShift.Factor(Edges, counts, counts, 1.645).Estimate, 0.02);
    }

    [Fact]
    public void Counts_in_one_endless_bucket_are_all_tied() =>
        Assert.Equal(0, HistogramShift.Z([10, double.PositiveInfinity], [5], [9], 1));

    [Fact]
    public void Endless_buckets_on_either_side_are_point_masses_at_their_edges()
    {
        double[] edges = [double.NegativeInfinity, 0, 1, double.PositiveInfinity], baseline = [4, 2, 4], canary = [1, 5, 2];

        // Unmoved, as mid-ranks; moved by 0.5 the mass at 1 lies in the middle of the bucket, that at 0 below everything.
        Assert.Equal(((1 * 2) + (5 * 5) + (2 * 8)) / 80.0, HistogramShift.Theta(edges, baseline, canary, 1), 1e-15);
        double n = 10, m = 8, theta = ((5 * ((0 + 5) / 2.0)) + (2 * 5)) / 80;
        Assert.Equal((theta - 0.5) / Math.Sqrt((n + m + 1) / (12 * n * m)), HistogramShift.OffsetZ(edges, baseline, canary, 0.5), 1e-12);
    }

    [Fact]
    public void Broken_shapes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => HistogramShift.Z([0, 1], [1, 2], [1, 2], 1));
        Assert.Throws<ArgumentException>(() => HistogramShift.Z([0, 1, 1], [1, 2], [1, 2], 1));
        Assert.Throws<ArgumentException>(() => HistogramShift.Z([0, 1, 2], [0, 0], [1, 2], 1));
        Assert.Throws<ArgumentException>(() => HistogramShift.Z([0, double.NaN, 2], [1, 0], [1, 2], 1));
        Assert.Throws<ArgumentException>(() => HistogramShift.Factor([-1, 0, 2], [1, 0], [1, 2], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => HistogramShift.Z([0, 1, 2], [1, -1], [1, 2], 1));
    }

    [Fact]
    public void A_margin_is_passed_by_a_canary_at_the_margin_at_most_at_the_level()
    {
        var draws = new Draws(4);
        const int Runs = 1_000;
        var hits = Enumerable.Range(0, Runs).Count(_ =>
        {
            double[] baseline = new double[3_000], canary = new double[3_000];
            for (var i = 0; i < 400; i++)
            {
                baseline[(int)(100 * Math.Exp(0.3 * draws.Normal()))]++;
                canary[(int)(125 * Math.Exp(0.3 * draws.Normal()))]++;
            }

            return -HistogramShift.Z([.. Enumerable.Range(0, 3_001).Select(x => (double)x)], baseline, canary, 1.25) >= 1.645;
        });

        Draws.AtMost(0.05, hits, Runs);
    }
}
