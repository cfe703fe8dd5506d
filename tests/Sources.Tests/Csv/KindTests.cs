using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Tests.Csv;

public sealed class KindTests
{
    private const string Totals = "timestamp,arm,metric,value,total\n";
    private const string Buckets = "timestamp,arm,metric,value,le\n";

    [Theory]
    [InlineData("a", "points", new[] { "60", "120", "180" })]
    [InlineData("a", "points", new[] { "180", "60", "120" })]
    [InlineData("a", "points", new[] { "60", "60", "120", "180" })]
    [InlineData("a", "samples", new[] { "60", "120" })]
    [InlineData("a", "samples", new[] { "60", "61", "120", "300" })]
    [InlineData("http_errors", "count", new[] { "60", "120", "180" })]
    [InlineData("gc_total", "count", new[] { "60", "120", "180" })]
    [InlineData("pod_restarts", "count", new[] { "60", "120", "180" })]
    [InlineData("a", "points", new[] { "1", "2", "3", "4", "5", "7" })]
    [InlineData("a", "samples", new[] { "1", "2", "3", "4", "6", "8" })]
    public void Kind_follows_from_spacing_and_name(string metric, string kind, string[] times)
    {
        var data = Assert.Single(CsvText.Long([.. times.Select(t => $"{t},baseline,{metric},5")]).Series()).Data;

        Assert.Equal(kind, data.Kind);
        Assert.Equal(times.Length, data.Count);
    }

    [Fact]
    public void Two_values_at_one_time_are_samples() => Assert.Equal("samples", Kind("1,baseline,a,5", "2,baseline,a,5", "2,baseline,a,6", "3,baseline,a,5", "4,baseline,a,5"));

    [Fact]
    public void A_counted_name_with_fractions_is_points() => Assert.Equal("points", Kind("1,baseline,errors,0.5", "2,baseline,errors,1", "3,baseline,errors,"));

    [Theory]
    [InlineData("points", "1 2 3", "1 5 6")]
    [InlineData("points", "1 2 3", "7")]
    [InlineData("points", "", "1 2 3")]
    [InlineData("samples", "1 2 4", "1 5 6")]
    public void One_regular_arm_makes_both_points(string kind, string baseline, string canary)
    {
        var reading = CsvText.Long([.. Rows("baseline", baseline), .. Rows("canary", canary)]);

        Assert.All(reading.Series(), s => Assert.Equal(kind, s.Data.Kind));
        Assert.Equal([$"a: taken as {kind}, harm when it rises."], reading.Warnings(WarningCode.Inferred));

        static IEnumerable<string> Rows(string arm, string times) => times.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t => $"{t},{arm},a,1");
    }

    [Fact]
    public void An_arm_is_regular_when_most_of_its_strata_rows_are()
    {
        string[] regular = ["1,baseline,a,1,eu", "2,baseline,a,1,eu", "3,baseline,a,1,eu"], odd = ["1,baseline,a,1,us", "5,baseline,a,1,us"], odder = ["7,baseline,a,1,us"];

        Assert.Equal("points", Of([.. regular, .. odd]));
        Assert.Equal("samples", Of([.. regular, .. odd, .. odder]));

        static string Of(string[] rows) => CsvText.Read("timestamp,arm,metric,value,region\n" + string.Join('\n', rows)).Series()[0].Data.Kind;
    }

    [Fact]
    public void The_policy_has_the_last_word()
    {
        var reading = CsvText.Read("timestamp,arm,metric,value\n1,baseline,errors,5\n2,baseline,errors,6\n3,baseline,errors,7\n", CsvText.Kind("errors", "samples"));

        Assert.Equal([5.0, 6, 7], reading.Data<SeriesData.Samples>().Values);
        Assert.Empty(reading.Warnings(WarningCode.Inferred));
    }

    [Fact]
    public void Total_makes_a_ratio()
    {
        var data = CsvText.Read(Totals + "1,baseline,errors,3,100\n2,baseline,errors,,50\n3,baseline,errors,1,\n").Data<SeriesData.Ratios>();

        Assert.Equal([3, double.NaN, 1], data.Events);
        Assert.Equal([100, 50, double.NaN], data.Totals);
    }

    [Fact]
    public void Metrics_with_and_without_total_share_a_file()
    {
        var reading = CsvText.Read(Totals + "1,baseline,errors,3,100\n1,baseline,latency,1.5,\n2,baseline,latency,2.5,\n");

        Assert.Equal(["ratio", "samples"], reading.Series().Select(s => s.Data.Kind));
    }

    [Fact]
    public void Total_of_a_count_is_its_exposure()
    {
        var data = CsvText.Read(Totals + "1,baseline,restarts,3,0.5\n2,baseline,restarts,1,0\n", CsvText.Kind("restarts", "count")).Data<SeriesData.Counts>();

        Assert.Equal([3.0, 1], data.Events);
        Assert.Equal([0.5, 0], data.Exposures);
    }

    [Fact]
    public void A_count_without_total_has_one_unit_of_exposure_an_interval() =>
        Assert.Equal([1.0, 1], CsvText.Read("timestamp,arm,metric,value\n1,baseline,r,3\n2,baseline,r,4\n", CsvText.Kind("r", "count")).Data<SeriesData.Counts>().Exposures);

    [Theory]
    [InlineData("ratio", "1.5,10", "2:4 value must be a whole number of events, at least 0, where there is a total")]
    [InlineData("ratio", "-1,10", "2:4 value must be a whole number of events, at least 0, where there is a total")]
    [InlineData("ratio", "1,10.5", "2:5 total must be a whole number, at least 0")]
    [InlineData("ratio", "1,-10", "2:5 total must be a whole number, at least 0")]
    [InlineData("ratio", "1,inf", "2:5 total must be a whole number, at least 0")]
    [InlineData("ratio", "11,10", "2:4 value 11 is above total 10: more events than there were at all")]
    [InlineData("ratio", "11,", "2:0 a is of kind ratio, but its rows have no total: add the column total with all events, value being the bad ones")]
    [InlineData("count", "1,-1", "2:5 total, the exposure, must be at least 0 and finite")]
    [InlineData("count", "1,inf", "2:5 total, the exposure, must be at least 0 and finite")]
    [InlineData("count", "1.5,1", "2:4 a is of kind count, but holds 1.5: events are whole and not negative")]
    [InlineData("count", "-1,", "2:4 a is of kind count, but holds -1: events are whole and not negative")]
    [InlineData("count", "9007199254740994,", "2:4 a is of kind count, but holds 9007199254740994: events are whole and not negative")]
    [InlineData("points", "1,10", "2:0 a is of kind points, but its rows have a total; say kind: ratio, or leave that column out")]
    [InlineData("samples", "1,10", "2:0 a is of kind samples, but its rows have a total; say kind: ratio, or leave that column out")]
    [InlineData("histogram", "1,10", "2:0 a is of kind histogram, but its rows have no le: add the column le with the buckets' upper bounds")]
    public void Values_that_the_kind_does_not_allow_are_errors(string kind, string cells, string problem) =>
        Assert.Equal(problem, CsvText.Read(Totals + $"1,baseline,a,{cells}\n", CsvText.Kind("a", kind)).Problem());

    [Fact]
    public void A_count_with_exposure_in_some_rows_only_is_an_error() =>
        Assert.Equal("3:0 a: some rows have a total, the exposure, and some have none; give all rows one, or none", CsvText.Read(Totals + "1,baseline,a,1,\n2,baseline,a,1,7\n3,baseline,a,1,\n", CsvText.Kind("a", "count")).Problem());

    [Fact]
    public void An_arm_without_the_other_arms_total_is_an_error() =>
        Assert.Equal("3:0 a is of kind ratio, but its rows have no total: add the column total with all events, value being the bad ones", CsvText.Read(Totals + "1,baseline,a,1,7\n1,canary,a,1,\n").Problem());

    [Fact]
    public void Le_makes_a_histogram_of_counts_per_bucket()
    {
        var data = CsvText.Read(Buckets + "2,baseline,a,4,10\n2,baseline,a,9,+Inf\n2,baseline,a,1,5\n1,baseline,a,7,+Inf\n1,baseline,a,2,5\n1,baseline,a,2,10\n").Data<SeriesData.Histograms>();

        Assert.Equal([5, 10, double.PositiveInfinity], data.UpperBounds);
        Assert.Equal([1_000_000_000, 2_000_000_000], data.At);
        Assert.Equal([[2, 0, 5], [1, 3, 5]], data.Rows);
    }

    [Fact]
    public void A_bucket_without_a_value_makes_its_interval_missing()
    {
        var data = CsvText.Read(Buckets + "1,baseline,a,2,5\n1,baseline,a,4,10\n1,baseline,a,9,inf\n2,baseline,a,3,5\n2,baseline,a,,10\n2,baseline,a,8,inf\n").Data<SeriesData.Histograms>();

        Assert.Equal([[2, 2, 5], [double.NaN, double.NaN, double.NaN]], data.Rows);
    }

    [Fact]
    public void A_bucket_said_twice_alike_counts_once() =>
        Assert.Equal([[2, 7]], CsvText.Read(Buckets + "1,baseline,a,2,5\n1,baseline,a,9,inf\n1,baseline,a,2,5\n").Data<SeriesData.Histograms>().Rows);

    [Fact]
    public void Without_an_infinite_bound_the_last_bucket_is_the_last_bound() =>
        Assert.Equal([[2, 7]], CsvText.Read(Buckets + "1,baseline,a,2,5\n1,baseline,a,9,10\n").Data<SeriesData.Histograms>().Rows);

    [Fact]
    public void Bounds_are_compared_as_numbers() =>
        Assert.Equal([0, 0.5], CsvText.Read(Buckets + "1,baseline,a,0,-0\n1,baseline,a,2,0.50\n2,baseline,a,0,0\n2,baseline,a,2,.5\n").Data<SeriesData.Histograms>().UpperBounds);

    [Theory]
    [InlineData("1,baseline,a,5,1\n1,baseline,a,3,2\n", "3:0 a: at 1970-01-01T00:00:01Z le=2 holds 3 after 5: counts up to le never fall from one bound to the next")]
    [InlineData("1.5,baseline,a,5,1\n1.5,baseline,a,6,1\n", "3:0 a: two counts at 1970-01-01T00:00:01.5Z for le=1: 5 in line 2 and 6")]
    [InlineData("1,baseline,a,1,1\n1,baseline,a,2,2\n1,baseline,a,3,4\n2,baseline,a,1,1\n2,baseline,a,3,4\n", "6:0 a: at 1970-01-01T00:00:02Z le=2 is missing, which other times have")]
    [InlineData("2,baseline,a,1,1\n1,baseline,a,1,1\n1,baseline,a,2,+Inf\n", "2:0 a: at 1970-01-01T00:00:02Z le=+Inf is missing, which other times have")]
    [InlineData("1,baseline,a,5,1\n1,baseline,a,6,\n", "3:0 a: some rows have an le and some have none")]
    [InlineData("1,baseline,a,5,\n1,baseline,a,6,1\n", "3:0 a: some rows have an le and some have none")]
    [InlineData("1,baseline,a,5,-inf\n", "2:5 le must be a number or +Inf")]
    [InlineData("1,baseline,a,5,x\n", "2:5 le 'x' is not a number")]
    [InlineData("1,baseline,a,1.5,1\n", "2:4 value must be a whole number, at least 0, where there is an le: the count up to le")]
    [InlineData("1,baseline,a,inf,1\n", "2:4 value must be a whole number, at least 0, where there is an le: the count up to le")]
    [InlineData("1,baseline,a,1,1\n1,canary,a,1,\n", "3:0 a is of kind histogram, but its rows have no le: add the column le with the buckets' upper bounds")]
    public void Buckets_that_cannot_be_are_errors(string rows, string problem) => Assert.Equal(problem, CsvText.Read(Buckets + rows).Problem());

    [Fact]
    public void Values_in_the_place_of_bounds_are_refused_before_they_take_memory()
    {
        var rows = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i},baseline,a,1,0.{i + 100_000}\n"));

        Assert.Equal("2:0 a: 20,000 different le, at most 1,000 are taken: le is the upper bound of a bucket", CsvText.Read(Buckets + rows).Problem());
    }

    [Fact]
    public void Le_for_another_kind_is_an_error() =>
        Assert.Equal("2:0 a is of kind points, but its rows have an le; say kind: histogram, or leave that column out", CsvText.Read(Buckets + "1,baseline,a,1,1\n", CsvText.Kind("a", "points")).Problem());

    [Fact]
    public void Total_and_le_together_are_an_error() =>
        Assert.Equal("2:0 a: its rows have a total and an le; ratios have a total, histograms an le", CsvText.Read("timestamp,arm,metric,value,total,le\n1,baseline,a,1,2,3\n").Problem());

    [Fact]
    public void The_cluster_column_is_hashed_and_no_label()
    {
        var policy = CsvText.Policy(new MetricPolicy { Name = "a", Kind = "samples", Cluster = "user" });

        var reading = CsvText.Read("timestamp,arm,metric,value,USER,region\n1,baseline,a,1,u1,eu\n2,baseline,a,2,u2,eu\n3,baseline,a,3,u1,eu\n1,baseline,b,3,u1,eu\n", policy);

        var series = reading.Series();
        var keys = reading.Data<SeriesData.Samples>(metric: "a").Clusters;
        Assert.Equal(["a region=eu", "b USER=u1,region=eu"], series.Select(s => $"{s.Metric} {s.Stratum}"));
        Assert.Equal(3, keys.Length);
        Assert.Equal(keys[0], keys[2]);
        Assert.NotEqual(keys[0], keys[1]);
        Assert.Empty(reading.Data<SeriesData.Samples>(metric: "b").Clusters);
    }

    [Theory]
    [InlineData("timestamp,arm,metric,value,usr\n1,baseline,a,1,u\n", "2:0 the policy clusters a by 'user', which is not a column; found: timestamp, arm, metric, value, usr")]
    [InlineData("timestamp,arm,metric,value,user\n1,baseline,a,1,\n", "2:5 user is empty: the policy clusters a by it")]
    [InlineData("timestamp,arm,a,b\n1,baseline,1,1\n", "2:0 the policy clusters a by 'user', which is not a column; found: timestamp, arm, a, b")]
    public void A_cluster_that_the_file_does_not_hold_is_an_error(string text, string problem) =>
        Assert.Equal(problem, CsvText.Read(text, CsvText.Policy(new MetricPolicy { Name = "a", Kind = "samples", Cluster = "user" })).Problem());

    private static string Kind(params string[] rows) => Assert.Single(CsvText.Long(rows).Series()).Data.Kind;
}
