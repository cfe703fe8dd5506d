using System.Globalization;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Csv;
using CanaryJudge.Statistics.Effects;
using CsCheck;

namespace CanaryJudge.Sources.Tests.Csv;

/// <summary>Raw observations that are too many to keep.</summary>
public sealed class BinnedTests
{
    private const string Header = "timestamp,arm,metric,value\n";

    private static readonly string[] Requests = [.. Draw(3_000)];

    [Fact]
    public void One_value_more_than_is_kept_makes_buckets_of_both_arms()
    {
        string[] rows = ["1,baseline,a,5", "2,baseline,a,7", "9,canary,a,5", "61,canary,a,0.5"];

        Assert.All(Keeping(4, rows).Series(), s => Assert.IsType<SeriesData.Samples>(s.Data));
        Assert.All(Keeping(3, rows).Series(), s => Assert.True(Assert.IsType<SeriesData.Histograms>(s.Data).OfSamples));
    }

    [Fact]
    public void Every_value_is_in_the_bucket_and_the_minute_where_it_belongs()
    {
        var reading = Keeping(2, "1,baseline,a,5", "119,baseline,a,7", "118,baseline,a,7.01", "-1,baseline,a,0");

        var data = reading.Data<SeriesData.Histograms>();
        Assert.Equal([-60_000_000_000, 0, 60_000_000_000], data.At);
        Assert.Equal([SlicedBins.Upper(0), 5, SlicedBins.Upper(SlicedBins.Bin(5)), 7, SlicedBins.Upper(SlicedBins.Bin(7))], data.UpperBounds);
        Assert.Equal([1, 0, 0, 0, 0], data.Rows[0]);
        Assert.Equal([0, 0, 1, 0, 0], data.Rows[1]);
        Assert.Equal([0, 0, 0, 0, 2], data.Rows[2]);
    }

    [Fact]
    public void Negative_values_have_buckets_that_join_at_zero()
    {
        var data = Keeping(1, "1,baseline,a,-2", "2,baseline,a,2", "2,baseline,a,0").Data<SeriesData.Histograms>();

        Assert.Equal(3, data.Rows.Sum(r => r.Sum()));
        Assert.Equal(data.UpperBounds.Order().Distinct(), data.UpperBounds);
        Assert.Equal(0, data.Rows[0][0]);
        Assert.Contains(-2.0, data.UpperBounds);
        Assert.Contains(0.0, data.UpperBounds);
    }

    [Fact]
    public void The_order_of_rows_changes_nothing() =>
        Gen.Shuffle(Requests).ForAll(
            rows =>
            {
                var data = Keeping(1_000, rows).Data<SeriesData.Histograms>(Arm.Canary);
                var expected = Keeping(1_000, Requests).Data<SeriesData.Histograms>(Arm.Canary);

                Assert.Equal(expected.At, data.At);
                Assert.Equal(expected.UpperBounds, data.UpperBounds);
                Assert.Equal(expected.Rows, data.Rows);
            },
            iter: 20);

    [Fact]
    public void The_verdict_is_that_of_the_values_within_the_width_of_a_bucket()
    {
        var exact = Judge.Decide(Policy.Inferred, CsvText.Long(Requests).Snapshot!, 0, CancellationToken.None);
        var binned = Judge.Decide(Policy.Inferred, Keeping(1_000, Requests).Snapshot!, 0, CancellationToken.None);

        Assert.Equal(exact.Verdict, binned.Verdict);
        Assert.Equal("histogram", binned.Metrics[0].Kind);
        Assert.Equal(exact.Metrics[0].Effect!.RelativeEstimate!.Value, binned.Metrics[0].Effect!.RelativeEstimate!.Value, 0.008);
        Assert.Equal(exact.Metrics[0].Effect!.RelativeUpper!.Value, binned.Metrics[0].Effect!.RelativeUpper!.Value, 0.008);
        Assert.Equal(exact.Metrics[0].Canary!.Median!.Value, binned.Metrics[0].Canary!.Median!.Value, exact.Metrics[0].Canary!.Median!.Value * 0.008);
    }

    [Fact]
    public void A_policy_of_kind_samples_takes_them()
    {
        var policy = CsvText.Kind("a", "samples");

        var judged = Judge.Decide(policy, CsvText.ReadKeeping(1_000, Header + string.Join('\n', Requests), policy).Snapshot!, 0, CancellationToken.None).Metrics[0];

        Assert.NotNull(judged.Effect);
    }

    [Fact]
    public void Many_minutes_are_joined_so_that_a_thousand_remain()
    {
        string[] rows = [.. Enumerable.Range(0, 5_000).Select(i => $"{(i * 60) + (i * i % 37)},baseline,a,{i % 11}")];

        var data = Keeping(10, rows).Data<SeriesData.Histograms>();

        Assert.Equal(625, data.At.Length);
        Assert.Equal(8 * 60_000_000_000, data.At[1] - data.At[0]);
        Assert.Equal(5_000, data.Rows.Sum(r => r.Sum()));
    }

    [Fact]
    public void Both_arms_have_intervals_of_one_width()
    {
        string[] rows = [.. Enumerable.Range(0, 3_000).Select(i => $"{(i * 60) + (i * i % 37)},baseline,a,{i % 11}"), "61,canary,a,1", "190,canary,a,1", "250,canary,a,1"];

        Assert.Equal([0, 240_000_000_000], Keeping(10, rows).Data<SeriesData.Histograms>(Arm.Canary).At);
    }

    [Theory]
    [InlineData("cluster")]
    [InlineData("warmup")]
    [InlineData("outliers")]
    [InlineData("mean")]
    [InlineData("method")]
    public void What_buckets_cannot_tell_keeps_its_values(string key)
    {
        var metric = new MetricPolicy { Name = "a" };
        var policy = CsvText.Policy(key switch
        {
            "cluster" => metric with { Cluster = "user" },
            "warmup" => metric with { Warmup = TimeSpan.FromMinutes(1) },
            "outliers" => metric with { Outliers = Outliers.Remove },
            "mean" => metric with { Measure = new Measure.Mean() },
            _ => metric with { Method = "welch" },
        });

        var reading = CsvText.ReadKeeping(2, "timestamp,arm,metric,value,user\n1,baseline,a,1,x\n1,baseline,a,2,y\n5,baseline,a,2,x\n5,baseline,a,3,z\n", policy);

        Assert.All(reading.Series(), s => Assert.IsType<SeriesData.Samples>(s.Data));
    }

    [Fact]
    public void Points_and_ratios_are_kept()
    {
        Assert.Equal(5, Keeping(2, "1,baseline,a,1", "2,baseline,a,1", "3,baseline,a,1", "4,baseline,a,1", "5,baseline,a,1").Data<SeriesData.Points>().Values.Length);
        Assert.Equal(3, CsvText.ReadKeeping(1, "timestamp,arm,metric,value,total\n1,baseline,a,1,2\n2,baseline,a,1,2\n7,baseline,a,1,2\n").Data<SeriesData.Ratios>().Events.Length);
    }

    [Fact]
    public void What_looks_like_points_at_first_is_counted_when_it_turns_out_to_be_samples()
    {
        string[] rows = [.. Enumerable.Range(0, 5).Select(i => $"{i},baseline,a,1"), .. Enumerable.Range(0, 20).Select(i => $"4,baseline,a,{i}")];

        Assert.Equal(25, Keeping(4, rows).Data<SeriesData.Histograms>().Rows.Sum(r => r.Sum()));
    }

    [Fact]
    public void Samples_without_times_make_one_row()
    {
        var data = Keeping(1, ",baseline,a,1", ",baseline,a,2", ",baseline,a,2").Data<SeriesData.Histograms>();

        Assert.Empty(data.At);
        Assert.Equal(3, Assert.Single(data.Rows).Sum());
    }

    [Fact]
    public void Missing_and_infinite_values_are_counted_and_said()
    {
        var reading = Keeping(1, "1,baseline,a,1", "1,baseline,a,2", "1,baseline,a,", "2,baseline,a,inf", "2,baseline,a,");

        Assert.Equal(2, reading.Data<SeriesData.Histograms>().Rows.Sum(r => r.Sum()));
        Assert.Equal(["a, baseline: 2 without a value (NaN), left out as missing."], reading.Warnings(WarningCode.NanDropped));
        Assert.Equal(["a, baseline: 1 infinite or beyond 1e100, left out."], reading.Warnings(WarningCode.InfinityDropped));
        Assert.Contains("more than 1 values", Assert.Single(reading.Warnings(WarningCode.SamplesBinned)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7:0 a: some rows have a timestamp and some have none; give all rows one, or none", ",baseline,a,1,")]
    [InlineData("2:0 a is of kind samples, but its rows have a total; say kind: ratio, or leave that column out", "9,baseline,a,1,4")]
    public void A_row_of_another_sort_is_refused_after_the_counting_too(string problem, string row)
    {
        var reading = CsvText.ReadKeeping(2, $"timestamp,arm,metric,value,total\n1,baseline,a,1,\n1,baseline,a,2,\n2,baseline,a,1,\n2,baseline,a,3,\n3,baseline,a,3,\n{row}\n");

        Assert.Equal(problem, reading.Problem());
    }

    private static CsvReading Keeping(long most, params string[] rows) => CsvText.ReadKeeping(most, Header + string.Join('\n', rows) + "\n");

    private static IEnumerable<string> Draw(int count)
    {
        var random = new Random(5);
        for (var i = 0; i < count; i++)
        {
            var latency = Math.Exp(5 + random.NextDouble() + random.NextDouble()) * (i % 3 == 0 ? 1.1 : 1);
            yield return string.Create(CultureInfo.InvariantCulture, $"{random.Next(600)},{(i % 3 == 0 ? "canary" : "baseline")},a,{latency:0.000}");
        }
    }
}
