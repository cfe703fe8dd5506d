using System.Buffers;
using CanaryJudge.Judging.Analyses;
using CanaryJudge.Judging.Analyses.Evidence;
using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Analyses;

/// <summary>Exponential histograms in an analysis.</summary>
public sealed class ExponentialGridTests
{
    private const long Minute = Live.Minute, Noon = Live.Noon;

    private static readonly Gen<ExponentialRow> GenRow = Gen.Select(Gen.Int[-10, 20], Gen.Int[-3000, 3000], Gen.Double[0, 9].Select(Math.Floor).Array[0, 40], Gen.Double[0, 9].Select(Math.Floor).Array[0, 3], Gen.Int[0, 5])
        .Select((scale, offset, positive, negative, zeros) => new ExponentialRow(scale, new(offset, positive), new(offset, negative), zeros, 0));

    [Theory]
    [InlineData(-5, -34, 66)]
    [InlineData(20, -1_126_170_624, 3)]
    [InlineData(6, -70_000, 200)]
    [InlineData(-10, -2, 3)]
    [InlineData(0, -1_080, 2_200)]
    public void Edges_rise_strictly_also_where_doubles_end(int scale, int offset, int buckets)
    {
        var counts = new ExponentialCounts(offset, [.. Enumerable.Repeat(3.0, buckets)]);
        foreach (var negative in new[] { ExponentialCounts.None, counts })
        {
            var grid = new ExponentialGrid();
            var data = new SeriesData.ExponentialHistograms([0], [new(scale, counts, negative, 1, 0)]);
            grid.Grow(data);

            var edges = grid.Edges();

            Assert.All(edges.Zip(edges.Skip(1)), pair => Assert.True(pair.First < pair.Second, $"{pair.First:R} is not below {pair.Second:R}"));
            Assert.All(edges[1..^1], edge => Assert.True(double.IsFinite(edge)));
            Assert.Equal(data.Rows[0].Total, grid.Counts(data).Sum());
        }
    }

    [Fact]
    public void No_count_is_lost_and_none_moves_out_of_its_bucket() => GenRow.Array[1, 4].ForAll(rows =>
    {
        var grid = new ExponentialGrid();
        var data = new SeriesData.ExponentialHistograms(new long[rows.Length], rows);
        grid.Grow(data);

        var (edges, counts) = (grid.Edges(), grid.Counts(data));

        Assert.Equal(rows.Sum(r => r.Total), counts.Sum());
        Assert.InRange(counts.Length, 1, (2 * 2048) + 1);
        Assert.Equal(edges.Order(), edges);
        foreach (var row in rows.Where(r => r.Positive.Counts.Sum() > 0))
        {
            // A single bucket's count lies in one bucket that reaches over all of it.
            var first = Array.FindIndex(row.Positive.Counts, c => c > 0);
            var alone = grid.Counts(new([0], [row with { Positive = new(row.Positive.Offset + first, [1]), Negative = ExponentialCounts.None, ZeroCount = 0 }]));
            var place = Array.FindIndex(alone, c => c > 0);
            var low = Math.Pow(2, Math.ScaleB(row.Positive.Offset + first, -row.Scale));
            Assert.True(edges[place] <= low * (1 + 1e-9) || low > 1e300 || low < 1e-300, $"{edges[place]} to {edges[place + 1]} does not hold {low}");
        }
    });

    [Fact]
    public void The_grid_grows_and_survives_a_restart()
    {
        var grid = new ExponentialGrid();
        grid.Grow(Row(3, 40, 2));
        var before = grid.Edges();
        grid.Grow(Row(5, 200, 9), null);

        var bytes = new ArrayBufferWriter<byte>();
        grid.Exchange(StateExchange.To(bytes));
        var again = new ExponentialGrid();
        again.Exchange(StateExchange.From(bytes.WrittenSpan.ToArray()));

        Assert.Equal(grid.Edges(), again.Edges());
        Assert.True(grid.Edges().Length >= before.Length);
        Assert.Contains(32.0, before);
    }

    [Theory]
    [InlineData(1.0, Verdict.Pass)]
    [InlineData(1.6, Verdict.Fail)]
    public void An_analysis_judges_them_also_when_the_scale_changes(double factor, Verdict expected)
    {
        var chance = new Random(5);
        Series[] series = [.. Enumerable.Range(0, 40).SelectMany(i => new[] { Size(Arm.Baseline, i, Draw(chance, 100, 1), 4 - (i / 10)), Size(Arm.Canary, i, Draw(chance, 100, factor), 3) })];

        var last = Replay.Play(new() { Metrics = [new() { Name = "size" }] }, series, new() { Lateness = 0 }, "").Last();

        Assert.Equal(expected, last.Judgement.Verdict);
        Assert.True(last.CanaryTraffic >= 100);
        Assert.NotNull(last.Judgement.Metrics[0].Canary!.Median);
    }

    [Fact]
    public void A_metric_keeps_to_one_sort_of_buckets()
    {
        var live = new Live(change: p => p with { Metrics = [Live.Metric("size")] });
        live.Send(Size(Arm.Baseline, 0, [100], 3));

        var counts = live.Send(new Series("size", Arm.Baseline, Series.NoLabels, new SeriesData.Histograms([Noon + Minute], [1, 2], [[1, 2]])));

        Assert.Equal(1, counts.Rejected.Single(r => r.Key == Rejection.OtherBounds).Value);
    }

    private static double[] Draw(Random chance, int count, double factor) =>
        [.. Enumerable.Range(0, count).Select(_ => 100 * factor * Math.Exp(0.5 * Math.Sqrt(-2 * Math.Log(1 - chance.NextDouble())) * Math.Cos(2 * Math.PI * chance.NextDouble())))];

    private static SeriesData.ExponentialHistograms Row(int scale, int offset, double count) => new([0], [new(scale, new(offset, [count]), ExponentialCounts.None, 0, 0)]);

    private static Series Size(Arm arm, int minute, double[] values, int scale)
    {
        var buckets = values.CountBy(v => (int)Math.Ceiling(Math.Log2(v) * Math.ScaleB(1, scale)) - 1).ToDictionary();
        var first = buckets.Keys.Min();
        double[] counts = [.. Enumerable.Range(first, buckets.Keys.Max() - first + 1).Select(i => (double)buckets.GetValueOrDefault(i))];
        return new("size", arm, Series.NoLabels, new SeriesData.ExponentialHistograms([Noon + (minute * Minute)], [new(scale, new(first, counts), ExponentialCounts.None, 0, 0)]));
    }
}
