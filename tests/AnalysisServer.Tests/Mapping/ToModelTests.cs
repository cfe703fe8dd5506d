using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Judging.Model;
using Google.Protobuf.WellKnownTypes;
using Series = CanaryJudge.Contracts.V1.Series;

namespace CanaryJudge.AnalysisServer.Tests.Mapping;

public sealed class ToModelTests
{
    [Fact]
    public void Every_kind_arrives_column_by_column()
    {
        var request = Requests.EveryKind(rows: 3);
        request.Series[0].Labels.Add("region", "eu");
        request.Series[0].Samples.Cluster.Add([1, 2, 3]);
        request.Series[2].Points.Interval = Duration.FromTimeSpan(TimeSpan.FromMinutes(1));

        var series = Read(request, []).Series;

        var samples = Assert.IsType<SeriesData.Samples>(series[0].Data);
        Assert.Equal(("latency_ms", Arm.Baseline, "region=eu"), (series[0].Metric, series[0].Arm, series[0].Stratum));
        Assert.Equal(Requests.Values(3), samples.Values);
        Assert.Equal([1UL, 2, 3], samples.Clusters);
        Assert.Empty(samples.At);
        var points = Assert.IsType<SeriesData.Points>(series[2].Data);
        Assert.Equal((TimeSpan.FromMinutes(1), Requests.Minute(2)), (points.Interval!.Value, points.At[2]));
        Assert.Equal([1000.0, 1000, 1000], Assert.IsType<SeriesData.Ratios>(series[4].Data).Totals);
        Assert.Equal([2.0, 2, 2], Assert.IsType<SeriesData.Counts>(series[6].Data).Events);
        var histograms = Assert.IsType<SeriesData.Histograms>(series[9].Data);
        Assert.Equal(Arm.Canary, series[9].Arm);
        Assert.Equal([10.0, 100, double.PositiveInfinity], histograms.UpperBounds);
        Assert.Equal([5.0, 2, 1], histograms.Rows[2]);
    }

    [Fact]
    public void Exponential_histograms_arrive_row_by_row()
    {
        var request = Requests.Exponential(rows: 3);
        request.Series[0].Histograms.Row[1].Scale = -1;
        request.Series[0].Histograms.Row[2] = new();

        var rows = Assert.IsType<SeriesData.ExponentialHistograms>(Read(request, []).Series[0].Data).Rows;

        Assert.Equal([3, -1, 3], rows.Select(r => r.Scale));
        Assert.Equal((4, 0.001, 14, 0), (rows[1].ZeroCount, rows[1].ZeroThreshold, rows[1].Total, rows[2].Total));
        Assert.Equal((-3, 2), (rows[0].Positive.Offset, rows[0].Negative.Offset));
        Assert.Equal([5.0, 1, 1], rows[1].Positive.Counts);
        Assert.Equal([1.0, 2], rows[1].Negative.Counts);
    }

    [Fact]
    public void Histograms_of_both_sorts_go_out_and_come_back_the_same()
    {
        var snapshot = Read(new EvaluateRequest { Series = { Requests.Exponential(rows: 3).Series, Requests.EveryKind(rows: 3).Series } }, []);

        var again = Read(new EvaluateRequest { Series = { ToRequest.Series(snapshot) } }, []);

        Assert.Equal(ToRequest.Series(snapshot), ToRequest.Series(again));
        Assert.Equal(2, ((SeriesData.ExponentialHistograms)again.Series[1].Data).Rows[0].Scale);
    }

    [Fact]
    public void Missing_and_infinite_values_disorder_and_empty_series_are_the_judges_business()
    {
        var request = Requests.EveryKind(rows: 3);
        request.Series[0].Samples.Value[1] = double.NaN;
        request.Series[1].Samples.Value.Clear();
        request.Series[2].Points.Value[0] = double.PositiveInfinity;
        request.Series[2].Points.TimeUnixNano[0] = Requests.Minute(9);
        request.Series[4].Ratios = new();
        request.Series[8].Histograms = new();

        Assert.Equal(10, Read(request, []).Series.Count);
    }

    [Fact]
    public void A_step_is_a_label_and_may_be_said_once_only()
    {
        var request = Requests.Samples();
        request.Series.Add(request.Series[1].Clone());
        request.Series[2].Step = 2;

        Assert.Equal("step=2", Read(request, []).Series[2].Stratum);

        request.Series[2].Labels.Add("step", "2");
        Read(request, ["series[2].step"]);
    }

    [Fact]
    public void Labels_make_strata_and_the_same_labels_twice_make_a_problem()
    {
        var request = Requests.Samples();
        request.Series.Add(request.Series[1].Clone());
        request.Series.Add(request.Series[1].Clone());
        request.Series[2].Labels.Add("region", "eu");

        Read(request, ["series[3]"]);
    }

    public static TheoryData<string, Action<EvaluateRequest>> Spoilt() => new()
    {
        { "series[0].metric", r => r.Series[0].Metric = " " },
        { "series[1].arm", r => r.Series[1].Arm = Series.Types.Arm.Unspecified },
        { "series[1].arm", r => r.Series[1].Arm = (Series.Types.Arm)9 },
        { "series[3]", r => r.Series[3].ClearData() },
        { "series[0].samples.time_unix_nano", r => r.Series[0].Samples.TimeUnixNano.Add(1) },
        { "series[0].samples.cluster", r => r.Series[0].Samples.Cluster.Add(1) },
        { "series[2].points.time_unix_nano", r => r.Series[2].Points.TimeUnixNano.Clear() },
        { "series[2].points.time_unix_nano", r => r.Series[2].Points.Value.Clear() },
        { "series[2].points.interval", r => r.Series[2].Points.Interval = new() { Seconds = -60 } },
        { "series[2].points.interval", r => r.Series[2].Points.Interval = new() { Seconds = long.MaxValue } },
        { "series[4].ratios.time_unix_nano", r => r.Series[4].Ratios.TimeUnixNano.Clear() },
        { "series[4].ratios.total", r => r.Series[4].Ratios.Total.RemoveAt(0) },
        { "series[4].ratios.events[2]", r => r.Series[4].Ratios.Events[2] = 1001 },
        { "series[4].ratios.total[1]", r => r.Series[4].Ratios.Total[1] = ulong.MaxValue },
        { "series[6].counts.time_unix_nano", r => r.Series[6].Counts.TimeUnixNano.Add(1) },
        { "series[6].counts.exposure", r => r.Series[6].Counts.Exposure.Clear() },
        { "series[6].counts.exposure[0]", r => r.Series[6].Counts.Exposure[0] = -1 },
        { "series[6].counts.exposure[1]", r => r.Series[6].Counts.Exposure[1] = double.NaN },
        { "series[6].counts.exposure[2]", r => r.Series[6].Counts.Exposure[2] = double.PositiveInfinity },
        { "series[6].counts.events[0]", r => r.Series[6].Counts.Events[0] = 1UL << 60 },
        { "series[8].histograms.time_unix_nano", r => r.Series[8].Histograms.TimeUnixNano.RemoveAt(0) },
        { "series[8].histograms.upper_bound[1]", r => r.Series[8].Histograms.UpperBound[1] = 10 },
        { "series[8].histograms.upper_bound[0]", r => r.Series[8].Histograms.UpperBound[0] = double.NaN },
        { "series[8].histograms.upper_bound[2]", r => (r.Series[8].Histograms.UpperBound[1], r.Series[8].Histograms.UpperBound[2]) = (double.PositiveInfinity, 200) },
        { "series[8].histograms.row[1]", r => r.Series[8].Histograms.Row[1].Count.RemoveAt(0) },
        { "series[8].histograms.row[2].count[0]", r => r.Series[8].Histograms.Row[2].Count[0] = ulong.MaxValue },
    };

    [Theory]
    [MemberData(nameof(Spoilt), DisableDiscoveryEnumeration = true)]
    public void What_cannot_be_read_is_a_problem_at_its_path(string path, Action<EvaluateRequest> spoil)
    {
        var request = Requests.EveryKind(rows: 3);
        spoil(request);

        Read(request, [path]);
    }

    public static TheoryData<string, Action<Histograms>> SpoiltExponential() => new()
    {
        { "upper_bound", h => h.UpperBound.Add(1) },
        { "scale", h => h.Scale = 21 },
        { "scale", h => h.Scale = -11 },
        { "row[1].scale", h => h.Row[1].Scale = 99 },
        { "row[2].count", h => h.Row[2].Count.Add(1) },
        { "row[0].zero_count", h => h.Row[0].ZeroCount = ulong.MaxValue },
        { "row[0].zero_threshold", h => h.Row[0].ZeroThreshold = -1 },
        { "row[0].zero_threshold", h => h.Row[0].ZeroThreshold = double.NaN },
        { "row[1].positive.bucket_counts[0]", h => h.Row[1].Positive.BucketCounts[0] = 1UL << 60 },
        { "row[1].negative.bucket_counts[1]", h => h.Row[1].Negative.BucketCounts[1] = 1UL << 60 },
        { "row[2].negative.bucket_counts[1]", h => (h.Row[2].Scale, h.Row[2].Negative.Offset) = (0, 1023) },
        { "row[2].positive.bucket_counts[0]", h => h.Row[2].Positive = new() { Offset = int.MinValue, BucketCounts = { 1, 0 } } },
        { "time_unix_nano", h => h.TimeUnixNano.Clear() },
        {
            "row[0]", h =>
            {
                // Exponential counts under explicit bounds.
                h.ClearScale();
                h.UpperBound.Add(1);
                h.Row.Clear();
                h.Row.Add(new HistogramRow { Count = { 1 }, ZeroCount = 1 });
                h.TimeUnixNano.RemoveAt(2);
                h.TimeUnixNano.RemoveAt(1);
            }
        },
    };

    [Theory]
    [MemberData(nameof(SpoiltExponential), DisableDiscoveryEnumeration = true)]
    public void What_no_exponential_histogram_can_be_is_a_problem_at_its_path(string path, Action<Histograms> spoil)
    {
        var request = Requests.Exponential(rows: 3);
        spoil(request.Series[0].Histograms);

        Read(request, [$"series[0].histograms.{path}"]);
    }

    [Fact]
    public void Empty_buckets_beyond_the_doubles_are_no_problem()
    {
        var request = Requests.Exponential(rows: 1);
        request.Series[0].Histograms.Row[0].Positive = new() { Offset = int.MaxValue, BucketCounts = { 0, 0 } };

        Read(request, []);
    }

    [Fact]
    public void A_histogram_without_bounds_says_so_once_and_each_row_too_wide_for_it()
    {
        var request = Requests.EveryKind(rows: 1);
        request.Series[8].Histograms.UpperBound.Clear();

        Read(request, ["series[8].histograms.upper_bound", "series[8].histograms.row[0]"]);
    }

    [Fact]
    public void Largest_exact_counts_pass()
    {
        var request = Requests.EveryKind(rows: 1);
        request.Series[4].Ratios.Events[0] = request.Series[4].Ratios.Total[0] = 1UL << 53;

        Read(request, []);
    }

    [Fact]
    public void Fifty_problems_are_spelled_out_and_the_rest_is_counted()
    {
        var request = Requests.EveryKind(rows: 200_000);
        for (var i = 0; i < request.Series[6].Counts.Exposure.Count; i++)
        {
            request.Series[6].Counts.Exposure[i] = -1;
        }

        var violations = new Violations();
        ToModel.Snapshot(request.Series, violations);

        Assert.Equal(51, violations.ToList().Count);
        Assert.Equal("series[6].counts.exposure[49]", violations.ToList()[49].Path);
        Assert.Equal("and 199,950 more problems.", violations.ToList()[50].Message);
    }

    private static Snapshot Read(EvaluateRequest request, string[] paths)
    {
        var violations = new Violations();
        var snapshot = ToModel.Snapshot(request.Series, violations);
        Assert.Equal(paths, violations.ToList().Select(v => v.Path));
        return snapshot;
    }
}
