using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Tests.Csv;

public sealed class LongFileTests
{
    [Fact]
    public void Columns_may_stand_in_any_order_and_case()
    {
        var reading = Texts.Read("VALUE,Metric,Time,ARM\n1.5,latency_ms,1772445600,canary\n2,latency_ms,1772445601.25,canary\n");

        var samples = Texts.Series<SeriesData.Points>(reading, "latency_ms", Arm.Canary);
        Assert.Equal([1.5, 2], samples.Values);
        Assert.Equal([1772445600_000000000, 1772445601_250000000], samples.At);
        Assert.Equal((2, 0), (reading.Rows, reading.SkippedRows));
    }

    [Theory]
    [InlineData("control", Arm.Baseline)]
    [InlineData("stable", Arm.Baseline)]
    [InlineData("Baseline", Arm.Baseline)]
    [InlineData("experiment", Arm.Canary)]
    [InlineData("CANARY", Arm.Canary)]
    public void Arms_have_other_names_too(string name, Arm arm) =>
        Assert.Equal(arm, Texts.Read($"{Texts.Header}1,{name},a,1\n").Snapshot!.Series.Single().Arm);

    [Theory]
    [InlineData("1970-01-01T00:00:01Z", 1_000_000_000)]
    [InlineData("1970-01-01T02:00:01+02:00", 1_000_000_000)]
    [InlineData("1969-12-31t19:00:01.5-05:00", 1_500_000_000)]
    [InlineData("1970-01-01 00:00:00.123456789z", 123_456_789)]
    [InlineData("2016-12-31T23:59:60Z", 1483228800_000000000)]
    [InlineData("2024-02-29T12:00:00Z", 1709208000_000000000)]
    [InlineData("1772445600", 1772445600_000000000)]
    [InlineData("1772445600123", 1772445600_123000000)]
    [InlineData("1772445600.123456789", 1772445600_123456789)]
    [InlineData("1772445600123.5", 1772445600_123500000)]
    [InlineData("1.7724456e9", 1772445600_000000000)]
    [InlineData("-1", -1_000_000_000)]
    [InlineData("0", 0)]
    public void Times_are_read_to_the_nanosecond(string text, long nanoseconds) =>
        Assert.Equal(nanoseconds, Texts.Read($"{Texts.Header}{text},canary,a,1\n").Snapshot!.Series.Single().Data.Times.Span[0]);

    [Theory]
    [InlineData("2026-02-29T00:00:00Z")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("2026-01-01T24:00:00Z")]
    [InlineData("2026-01-01T00:00:00.Z")]
    [InlineData("2026-01-01T00:00:00+2")]
    [InlineData("2026-01-01")]
    [InlineData("1500-01-01T00:00:00Z")]
    [InlineData("10000000000")]
    [InlineData("yesterday")]
    public void What_is_no_time_says_what_is(string text) => Assert.Equal(
        $"2:1 timestamp \"{text}\" is no time; write RFC 3339 (2026-03-02T10:00:00Z), Unix seconds or Unix milliseconds, in the years 1678 to 2261.",
        Texts.Problem(Texts.Read($"{Texts.Header}{text},canary,a,1\n")));

    [Fact]
    public void Microseconds_are_recognised_and_refused() => Assert.Equal(
        "2:1 timestamp \"1772445600000000\" is too large for Unix milliseconds; turn micro- or nanoseconds into one of those.",
        Texts.Problem(Texts.Read($"{Texts.Header}1772445600000000,canary,a,1\n")));

    [Fact]
    public void Times_without_a_zone_are_read_as_utc_with_one_warning_a_file()
    {
        var reading = Texts.Read($"{Texts.Header}2026-03-02T10:00:00,canary,a,1\n2026-03-02 10:01:00,canary,a,2\n");

        Assert.Equal(1772445600_000000000, reading.Snapshot!.Series[0].Data.Times.Span[0]);
        Assert.Equal("data.csv: times carry no zone and were read as UTC.", reading.Snapshot!.Warnings.Single(w => w.Code == WarningCode.ZoneAssumed).Message);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("-0.5", -0.5)]
    [InlineData("+3", 3)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("1e3", 1000)]
    [InlineData("1.5E-3", 0.0015)]
    [InlineData(" 7 ", 7)]
    [InlineData("0.1234567890123456789", 0.1234567890123456789)]
    [InlineData("123456789012345678", 123456789012345678)]
    [InlineData("NaN", double.NaN)]
    [InlineData("nan", double.NaN)]
    [InlineData("", double.NaN)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("+Inf", double.PositiveInfinity)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("1e999", double.PositiveInfinity)]
    public void Numbers_are_read_in_every_invariant_spelling(string text, double value) =>
        Assert.Equal(value, Assert.IsType<SeriesData.Samples>(Texts.Read($"{Texts.Header},canary,a,{text}\n").Snapshot!.Series.Single().Data).Values.Single());

    [Fact]
    public void Plain_decimals_are_rounded_as_the_runtime_rounds() =>
        CsCheck.Check.Sample(CsCheck.Gen.Select(CsCheck.Gen.Long[-999_999_999_999_999, 999_999_999_999_999], CsCheck.Gen.Int[0, 15]), (digits, scale) =>
        {
            var text = (digits / (decimal)Math.Pow(10, scale)).ToString(System.Globalization.CultureInfo.InvariantCulture);

            Assert.Equal(double.Parse(text, System.Globalization.CultureInfo.InvariantCulture), Assert.IsType<SeriesData.Samples>(Texts.Read($"{Texts.Header},canary,a,{text}\n").Snapshot!.Series.Single().Data).Values.Single());
        }, iter: 2000);

    [Theory]
    [InlineData("n/a", "value \"n/a\" is not a number.")]
    [InlineData("--1", "value \"--1\" is not a number.")]
    [InlineData("1_000", "value \"1_000\" is not a number.")]
    [InlineData("Infinite", "value \"Infinite\" is not a number.")]
    [InlineData("0x10", "value \"0x10\" is not a number.")]
    [InlineData("\"1,5\"", "value \"1,5\" holds a comma; write numbers with a decimal point and without separators: 1234.5.")]
    public void What_is_no_number_is_named(string text, string message) =>
        Assert.Equal($"2:14 {message}", Texts.Problem(Texts.Read($"{Texts.Header}1,baseline,a,{text}\n")));

    [Fact]
    public void Samples_may_have_an_order_only()
    {
        var samples = Texts.Series<SeriesData.Samples>(Texts.Read($"{Texts.Header},baseline,a,3\n,baseline,a,1\n"), "a");

        Assert.Empty(samples.At);
        Assert.Equal([3, 1], samples.Values);
    }

    [Fact]
    public void A_series_has_times_in_all_rows_or_in_none()
    {
        Assert.Equal("3:1 timestamp is empty, but earlier rows of a have one.", Texts.Problem(Texts.Read($"{Texts.Header}1,baseline,a,3\n,baseline,a,1\n")));
        Assert.Equal("3:1 earlier rows of a have no timestamp; give all rows one, or none.", Texts.Problem(Texts.Read($"{Texts.Header},baseline,a,3\n1,baseline,a,1\n")));
    }

    [Fact]
    public void Intervals_need_times() => Assert.Equal(
        "2:0 cpu is judged as points, so its rows need timestamps.",
        Texts.Problem(Texts.Read($"{Texts.Header},baseline,cpu,3\n", "metrics: [{name: cpu, kind: points}]")));

    [Fact]
    public void Further_columns_are_labels()
    {
        var reading = Texts.Read("timestamp,arm,metric,value,Region,zone\n1,canary,a,1,eu,x\n2,canary,a,2,us,\n3,canary,a,3,eu,x\n");

        Assert.Equal(["Region=eu,zone=x", "Region=us"], reading.Snapshot!.Series.Select(s => s.Stratum));
        Assert.Equal([2, 1], reading.Snapshot!.Series.Select(s => s.Data.Count));
    }

    [Fact]
    public void Labels_that_look_alike_when_joined_stay_apart() =>
        Assert.Equal(2, Texts.Read("timestamp,arm,metric,value,x,y\n1,canary,a,1,b,cd\n1,canary,a,1,bc,d\n").Snapshot!.Series.Count);

    [Fact]
    public void The_cluster_column_becomes_keys_and_no_label()
    {
        var reading = Texts.Read(
            "timestamp,arm,metric,value,user\n,canary,latency_ms,1,u1\n,canary,latency_ms,2,u2\n,canary,latency_ms,3,u1\n,canary,size,3,u1\n",
            "metrics: [{name: latency_ms, kind: samples, cluster: user}, {name: size, kind: samples}]");

        var samples = Texts.Series<SeriesData.Samples>(reading, "latency_ms", Arm.Canary);
        Assert.Equal(samples.Clusters[0], samples.Clusters[2]);
        Assert.NotEqual(samples.Clusters[0], samples.Clusters[1]);
        Assert.Equal(0x08C47B07B56747F3ul, samples.Clusters[0]);
        Assert.All(reading.Snapshot!.Series, s => Assert.Empty(s.Labels));
        Assert.Empty(Texts.Series<SeriesData.Samples>(reading, "size", Arm.Canary).Clusters);
    }

    [Fact]
    public void A_missing_cluster_column_and_an_empty_key_are_named()
    {
        const string Policy = "metrics: [{name: a, cluster: user}]";

        Assert.Equal("2:0 column user is missing, which a has as its cluster. Found: timestamp, arm, metric, value.", Texts.Problem(Texts.Read($"{Texts.Header}1,canary,a,1\n2,canary,a,1\n", Policy)));
        Assert.Equal("2:15 user is empty; it is the cluster of a.", Texts.Problem(Texts.Read("timestamp,arm,metric,value,user\n1,canary,a,10,\n", Policy)));
    }

    [Fact]
    public void Marks_at_the_beginning_line_ends_and_blank_lines_do_not_matter()
    {
        var reading = Texts.Read("\uFEFF\r\ntimestamp,arm,metric,value\r\n\r\n1,canary,\"a \"\"b\"\"\",1\r\n\r\n\r\n2,canary,x,oops");

        Assert.Equal("7:12 value \"oops\" is not a number.", Texts.Problem(reading));
    }

    [Fact]
    public void A_header_without_rows_is_no_data()
    {
        var reading = Texts.Read(Texts.Header);

        Assert.Empty(reading.Problems);
        Assert.Empty(reading.Snapshot!.Series);
    }

    [Fact]
    public void Series_come_in_an_order_that_rows_do_not_change()
    {
        string[] rows = ["1,canary,b,1,y", "1,baseline,b,1,x", "1,canary,a,1,y", "1,canary,b,1,x", "1,baseline,a,1,x"];
        string Order(IEnumerable<string> lines) => string.Join(' ', Texts.Read("timestamp,arm,metric,value,l\n" + string.Join('\n', lines)).Snapshot!.Series.Select(s => $"{s.Metric}/{s.Arm}/{s.Stratum}"));

        Assert.Equal("a/Baseline/l=x a/Canary/l=y b/Baseline/l=x b/Canary/l=x b/Canary/l=y", Order(rows));
        Assert.Equal(Order(rows), Order(rows.Reverse()));
    }
}
