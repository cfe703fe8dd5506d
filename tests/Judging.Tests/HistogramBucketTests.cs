using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics.Effects;
using CsCheck;

namespace CanaryJudge.Judging.Tests;

/// <summary>Histograms whose buckets differ: exponential ones of any scale, explicit ones with other bounds.</summary>
public sealed class HistogramBucketTests
{
    private static readonly Gen<double[]> Values = Gen.Double[-3, 7].Select(Math.Exp).Array[60, 200];

    [Fact]
    public void Exponential_buckets_are_judged_as_explicit_ones_with_the_same_edges() =>
        Gen.Select(Values, Values, Gen.Int[-3, 6]).ForAll((b, c, scale) =>
        {
            int lowest = b.Concat(c).Min(v => Index(v, scale)), highest = b.Concat(c).Max(v => Index(v, scale));
            double[] bounds = [.. Enumerable.Range(lowest, highest - lowest + 2).Select(i => ExponentialBuckets.Edge(scale, i))];

            var exponential = Run.One(Exponential(b, scale), Exponential(c, scale)).Metrics[0];
            var explicitly = Run.One(Explicit(b, bounds), Explicit(c, bounds)).Metrics[0];

            Assert.Equal(explicitly.Verdict, exponential.Verdict);
            Assert.Equal(explicitly.Effect!.PValue!.Value, exponential.Effect!.PValue!.Value, 1e-12);
            Close(explicitly.Effect.RelativeEstimate, exponential.Effect.RelativeEstimate);
            Close(explicitly.Effect.RelativeUpper, exponential.Effect.RelativeUpper);
            Assert.Equal(explicitly.Guards.Select(g => (g.Lower, g.Upper, g.PValue)), exponential.Guards.Select(g => (g.Lower, g.Upper, g.PValue)));
            Assert.DoesNotContain(exponential.Warnings, w => w.Code == WarningCode.BucketsMerged);
        });

    [Fact]
    public void Two_scales_are_judged_at_the_coarser_one() =>
        Gen.Select(Values, Values, Gen.Int[-2, 3], Gen.Int[1, 4]).ForAll((b, c, coarse, finer) =>
        {
            // Where the coarser arm has no values the finer buckets would stay, and with them fewer ties.
            double[] all = [.. b, .. c];
            var mixed = Run.One(Exponential(b, coarse + finer), Exponential(all, coarse)).Metrics[0];
            var coarsest = Run.One(Exponential(b, coarse), Exponential(all, coarse)).Metrics[0];

            Assert.Equal(coarsest.Effect!.PValue!.Value, mixed.Effect!.PValue!.Value, 1e-12);
            Close(coarsest.Effect.Upper, mixed.Effect.Upper);
            Assert.Equal(coarsest.Guards.Select(g => (g.Lower, g.Upper, g.PValue)), mixed.Guards.Select(g => (g.Lower, g.Upper, g.PValue)));
        });

    [Fact]
    public void Rows_of_one_series_may_have_scales_of_their_own()
    {
        double[] values = [1.1, 1.3, 1.7, 2.2, 3.1, 4.5, 5.5];
        SeriesData.ExponentialHistograms fine = Exponential(values, 3), coarse = Exponential(values, 0);
        var both = new SeriesData.ExponentialHistograms([Run.Noon, Run.Noon + Run.Minute], [fine.Rows[0], coarse.Rows[0]]);

        var metric = Run.One(both, both).Metrics[0];

        // At scale 0 the edges are 1, 2, 4, 8; no finer ones are left.
        Assert.Equal(14, metric.Baseline!.Count);
        Assert.Contains("the 3 buckets", Assert.Single(metric.Warnings, w => w.Code == WarningCode.BucketsMerged).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-10)]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(20)]
    public void Every_scale_gives_quantiles_within_a_bucket(int scale)
    {
        double[] values = [.. Enumerable.Range(1, 2000).Select(i => Math.Exp(Math.Sin(i) * 2))];
        Array.Sort(values);

        var arm = Run.One(Exponential(values, scale), Exponential(values, scale)).Metrics[0].Baseline!;

        foreach (var (q, found) in arm.Quantiles)
        {
            var index = Index(values[(int)(q * 2000) - 1], scale);
            Assert.InRange(found, ExponentialBuckets.Edge(scale, index), Math.Min(double.MaxValue, ExponentialBuckets.Edge(scale, index + 1)));
        }
    }

    [Fact]
    public void A_shift_is_found_and_an_unchanged_arm_passes()
    {
        var chance = new Random(5);
        double[] Arm(double factor) => [.. Enumerable.Range(0, 3000).Select(_ => factor * 0.1 * Math.Exp(0.5 * (chance.NextDouble() + chance.NextDouble() + chance.NextDouble() - 1.5)))];

        var same = Run.One(Exponential(Arm(1), 4), Exponential(Arm(1), 3), name: "latency_s");
        var slower = Run.One(Exponential(Arm(1), 4), Exponential(Arm(1.5), 3), name: "latency_s");

        Assert.Equal(Verdict.Pass, same.Verdict);
        Assert.Equal(Verdict.Fail, slower.Verdict);
        Assert.InRange(slower.Metrics[0].Effect!.RelativeEstimate!.Value, 0.45, 0.55);
    }

    [Theory]
    [InlineData(0.1, Verdict.Inconclusive)]
    [InlineData(0.8, Verdict.Inconclusive)]
    [InlineData(2.0, Verdict.Pass)]
    public void A_bucket_that_holds_the_usual_value_hides_changes_up_to_its_width(double margin, Verdict expected)
    {
        // The usual value lies between 1 and 2.5; the rest on both sides is alike, so nothing seems to have changed.
        SeriesData.Histograms Arm() => new([Run.Noon], [0.5, 1, 2.5, 5], [[50, 300, 5_000, 200]]);

        var judgement = Run.One(Arm(), Arm(), m => m with { Margin = new(margin, null) }, name: "latency_s");
        var metric = judgement.Metrics[0];

        Assert.Equal(expected, judgement.Verdict);
        Assert.Null(metric.Needed);
        Assert.Equal(1.5, metric.Effect!.Upper!.Value, 1e-12);
        Assert.Equal(expected == Verdict.Inconclusive, metric.Warnings.Any(w => w.Code == WarningCode.WideBucket));
    }

    [Fact]
    public void Zeros_are_values_and_lie_below_all_others()
    {
        var zeros = Exponential([1, 2, 3], 2) with { Rows = [new(2, new(0, [1, 1, 1]), ExponentialCounts.None, 60, 0)] };
        var some = Exponential([1, 2, 3], 2) with { Rows = [new(2, new(0, [20, 20, 20]), ExponentialCounts.None, 3, 0)] };

        var metric = Run.One(zeros, some).Metrics[0];

        Assert.Equal((63, 0), (metric.Baseline!.Count, metric.Baseline.Median));
        Assert.True(metric.Effect!.PValue < 1e-9);
        Assert.True(metric.Effect.Estimate > 0);
    }

    [Fact]
    public void A_threshold_takes_in_the_buckets_it_reaches()
    {
        // Bucket -1 at scale 0 is (1/2, 1]; zeros up to 0.75 may be larger than values in it, so the two are one.
        SeriesData.ExponentialHistograms Arm(double low) => new([Run.Noon], [new(0, new(-1, [low, 50, 50]), ExponentialCounts.None, 50, 0.75)]);

        var metric = Run.One(Arm(10), Arm(10)).Metrics[0];

        Assert.Contains("the 3 buckets", Assert.Single(metric.Warnings, w => w.Code == WarningCode.BucketsMerged).Message, StringComparison.Ordinal);
        Assert.Equal(160, metric.Canary!.Count);
    }

    [Fact]
    public void Negative_values_mirror_positive_ones() => Gen.Select(Values, Values).ForAll((b, c) =>
    {
        static SeriesData.ExponentialHistograms Negated(SeriesData.ExponentialHistograms data) =>
            data with { Rows = [.. data.Rows.Select(r => r with { Positive = r.Negative, Negative = r.Positive })] };

        var up = Run.One(Exponential(b, 3), Exponential(c, 3), m => m with { Direction = Config.Direction.Increase, Margin = new(null, 1) }).Metrics[0];
        var down = Run.One(Negated(Exponential(b, 3)), Negated(Exponential(c, 3)), m => m with { Direction = Config.Direction.Decrease, Margin = new(null, 1) }).Metrics[0];

        Assert.Equal(up.Effect!.PValue!.Value, down.Effect!.PValue!.Value, 1e-12);

        // Of an even number the median may be any value between the middle two: the lower one, so the upper one in the mirror.
        if (b.Length % 2 == 1)
        {
            Close(up.Baseline!.Median, -down.Baseline!.Median);
        }
    });

    [Fact]
    public void Values_of_both_signs_and_zeros_keep_their_order()
    {
        SeriesData.ExponentialHistograms Arm(double negative, double zero, double positive) =>
            new([Run.Noon], [new(1, new(0, [positive]), new(0, [negative]), zero, 0)]);

        var metric = Run.One(Arm(80, 10, 10), Arm(10, 10, 80)).Metrics[0];

        Assert.InRange(metric.Baseline!.Median!.Value, -Math.Sqrt(2), -1);
        Assert.InRange(metric.Canary!.Median!.Value, 1, Math.Sqrt(2));

        double[] bounds = [-Math.Sqrt(2), -1, 0, 1, Math.Sqrt(2)];
        var same = Run.One(new SeriesData.Histograms([Run.Noon], bounds, [[0, 80, 10, 0, 10]]), new SeriesData.Histograms([Run.Noon], bounds, [[0, 10, 10, 0, 80]])).Metrics[0];
        Assert.Equal(same.Effect!.PValue, metric.Effect!.PValue);
    }

    [Fact]
    public void Explicit_bounds_that_differ_are_judged_on_the_common_ones()
    {
        double[] counts = [40, 40, 15, 5];
        SeriesData.Histograms fine = new([Run.Noon], [1, 2, 4, double.PositiveInfinity], [counts]), coarse = new([Run.Noon], [2, 4, double.PositiveInfinity], [[80, 15, 5]]);

        var mixed = Run.One(fine, coarse).Metrics[0];
        var common = Run.One(coarse, coarse).Metrics[0];

        Assert.Equal(common.Effect!.PValue, mixed.Effect!.PValue);
        Assert.Equal(common.Effect.Upper, mixed.Effect.Upper);
        Assert.Equal(common.Guards.Select(g => (g.Lower, g.Upper)), mixed.Guards.Select(g => (g.Lower, g.Upper)));
        Assert.Contains(mixed.Warnings, w => w.Code == WarningCode.BucketsMerged);
    }

    [Fact]
    public void So_are_bounds_that_differ_within_an_arm()
    {
        SeriesData.Histograms fine = new([Run.Noon], [1, 2, 4], [[40, 40, 20]]), coarse = new([Run.Noon], [2, 4], [[80, 20]]);
        Series[] series =
        [
            new("m", Arm.Baseline, Pod("a"), fine), new("m", Arm.Baseline, Pod("b"), coarse),
            new("m", Arm.Canary, Pod("a"), fine), new("m", Arm.Canary, Pod("b"), coarse),
        ];

        var metric = Judge.Decide(new(), new(series), 0, TestContext.Current.CancellationToken).Metrics[0];

        Assert.Equal((200, 200), (metric.Baseline!.Count, metric.Canary!.Count));
        Assert.NotNull(metric.Effect);
    }

    [Fact]
    public void An_exporter_may_move_from_explicit_to_exponential_buckets()
    {
        var exponential = new SeriesData.ExponentialHistograms([Run.Noon], [new(1, new(-2, [20, 20, 20, 20, 20]), ExponentialCounts.None, 0, 0)]);
        var explicitly = new SeriesData.Histograms([Run.Noon], [0.5, 1, 2, 5, double.PositiveInfinity], [[0, 40, 40, 20, 0]]);

        var metric = Run.One(explicitly, exponential).Metrics[0];

        // 0.5 to 1, 1 to 2, and 2 to 5 with the exponential bucket that begins at 2.
        Assert.Contains("the 3 buckets", Assert.Single(metric.Warnings, w => w.Code == WarningCode.BucketsMerged).Message, StringComparison.Ordinal);
        Assert.Equal(0.5, metric.Effect!.PValue!.Value, 1e-9);
    }

    [Fact]
    public void Bounds_without_a_common_one_cannot_be_compared()
    {
        SeriesData.Histograms odd = new([Run.Noon], [1, 3, 5], [[30, 30, 40]]), even = new([Run.Noon], [2, 4, 6], [[30, 30, 40]]);

        var metric = Run.One(odd, even).Metrics[0];

        Assert.Equal((Verdict.Inconclusive, ReasonCode.NotComparable), (metric.Verdict, metric.ReasonCode));
        Assert.Contains("different bucket bounds", metric.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_series_without_rows_or_counts_is_no_data()
    {
        var empty = new SeriesData.Histograms([], [], []);
        var none = new SeriesData.ExponentialHistograms([Run.Noon], [new(3, ExponentialCounts.None, ExponentialCounts.None, 0, 0)]);
        var some = Exponential([1, 2, 3], 3);

        Assert.Equal(ReasonCode.NoData, Run.One(empty, empty).ReasonCode);
        Assert.Equal(ReasonCode.NoData, Run.One(none, empty).ReasonCode);
        Assert.Equal(ReasonCode.OneArmEmpty, Run.One(none, some).ReasonCode);
        Assert.Equal(ReasonCode.OneArmEmpty, Run.One(some, new SeriesData.ExponentialHistograms([], [])).ReasonCode);
    }

    [Fact]
    public void Numbers_at_the_ends_of_a_double_are_judged()
    {
        ExponentialCounts all = new(-1, [5, 5]), tiny = new(-1_126_170_625, [5, 5, 5]);

        Assert.NotNull(Run.One(Row(-10, all, all), Row(-10, all, ExponentialCounts.None)).Metrics[0].Effect);
        Assert.NotNull(Run.One(Row(20, tiny, tiny), Row(20, tiny, ExponentialCounts.None)).Metrics[0].Effect);

        static SeriesData.ExponentialHistograms Row(int scale, ExponentialCounts positive, ExponentialCounts negative) =>
            new([Run.Noon], [new(scale, positive, negative, 1, 0)]);
    }

    [Fact]
    public void Thousands_of_buckets_are_coarsened_not_refused()
    {
        SeriesData.ExponentialHistograms Arm(int from) => new([Run.Noon], [new(20, new(from, [.. Enumerable.Repeat(1.0, 9000)]), ExponentialCounts.None, 0, 0)]);

        var metric = Run.One(Arm(0), Arm(500)).Metrics[0];

        Assert.Contains(metric.Warnings, w => w.Code == WarningCode.BucketsMerged);
        Assert.True(metric.Effect!.PValue < 1e-9);
    }

    private static Dictionary<string, string> Pod(string name) => new(StringComparer.Ordinal) { ["pod"] = name };

    /// <summary>The bucket of a value: from the logarithm, then put right by the edges.</summary>
    private static int Index(double value, int scale)
    {
        var index = (int)Math.Floor(Math.Log2(value) * Math.Pow(2, scale));
        while (ExponentialBuckets.Edge(scale, index) >= value)
        {
            index--;
        }

        while (ExponentialBuckets.Edge(scale, index + 1) < value)
        {
            index++;
        }

        return index;
    }

    private static SeriesData.ExponentialHistograms Exponential(double[] values, int scale)
    {
        int[] indexes = [.. values.Select(v => Index(v, scale))];
        var counts = new double[indexes.Max() - indexes.Min() + 1];
        foreach (var index in indexes)
        {
            counts[index - indexes.Min()]++;
        }

        return new([Run.Noon], [new(scale, new(indexes.Min(), counts), ExponentialCounts.None, 0, 0)]);
    }

    private static SeriesData.Histograms Explicit(double[] values, double[] bounds)
    {
        var counts = new double[bounds.Length];
        foreach (var value in values)
        {
            counts[Array.FindIndex(bounds, b => value <= b)]++;
        }

        return new([Run.Noon], bounds, [counts]);
    }

    private static void Close(double? expected, double? actual) =>
        Assert.True(expected == actual || Math.Abs(expected!.Value - actual!.Value) <= 1e-9 * Math.Max(1, Math.Abs(expected.Value)), $"{expected} {actual}");
}
