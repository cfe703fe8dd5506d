using System.Globalization;
using CanaryJudge.Judging.Model;
using CsCheck;

namespace CanaryJudge.Sources.Tests.Csv;

public sealed class TimeTests
{
    private static readonly string[] Texts =
    [
        "2026-01-31T14:05:00Z", "2026-01-31T14:05:00.5Z", "2026-01-31T14:05:00.25+02:00", "2026-01-31 14:05:00", "2026-01-31T14:05:01Z", "2026-01-31t14:05:00z",
        "2016-12-31T23:59:60Z", "2016-12-31T23:59:60.5+01:00", "1769868300", "1769868300000.125", "1e9",
    ];

    [Theory]
    [InlineData("2026-01-31T14:05:00Z", "2026-01-31T14:05:00Z", 0)]
    [InlineData("2026-01-31t14:05:00z", "2026-01-31T14:05:00Z", 0)]
    [InlineData("2026-01-31 14:05:00+02:00", "2026-01-31T12:05:00Z", 0)]
    [InlineData("2026-01-31T14:05:00-0530", "2026-01-31T19:35:00Z", 0)]
    [InlineData("2026-01-31T14:05:00+01", "2026-01-31T13:05:00Z", 0)]
    [InlineData("2026-01-31T00:05:00.123456789+00:10", "2026-01-30T23:55:00Z", 123_456_789)]
    [InlineData("2026-01-31T14:05:00.5Z", "2026-01-31T14:05:00Z", 500_000_000)]
    [InlineData("2026-01-31T14:05:00.1234567899Z", "2026-01-31T14:05:00Z", 123_456_789)]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z", 0)]
    [InlineData("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z", 0)]
    [InlineData("1769868300", "2026-01-31T14:05:00Z", 0)]
    [InlineData("1769868300000", "2026-01-31T14:05:00Z", 0)]
    [InlineData("1769868300.25", "2026-01-31T14:05:00Z", 250_000_000)]
    [InlineData("1769868300000.125", "2026-01-31T14:05:00Z", 125_000)]
    [InlineData("1.7698683e9", "2026-01-31T14:05:00Z", 0)]
    [InlineData("0", "1970-01-01T00:00:00Z", 0)]
    [InlineData("-1", "1969-12-31T23:59:59Z", 0)]
    [InlineData(" 1769868300 ", "2026-01-31T14:05:00Z", 0)]
    public void A_time_is_read(string text, string expected, long nanoseconds)
    {
        var ticks = DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture).UtcDateTime.Ticks - DateTime.UnixEpoch.Ticks;

        var data = CsvText.Long($"{text},baseline,a,1").Data<SeriesData.Samples>();

        Assert.Equal([(ticks * 100) + nanoseconds], data.At);
    }

    [Fact]
    public void A_time_is_read_alike_whatever_row_stood_before_it() => Gen.Int[0, Texts.Length - 1].Select(i => Texts[i]).Array[1, 12].ForAll(texts =>
    {
        var together = CsvText.Long([.. texts.Select(t => $"{t},baseline,a,1")]);

        Assert.Equal(
            texts.Select(t => CsvText.Long($"{t},baseline,a,1").Data<SeriesData.Samples>().At[0]).Order(),
            together.Series().Single().Data.Times.ToArray().Order());
    });

    [Theory]
    [InlineData("2026-01-31T14:05:00x")]
    [InlineData("2026-01-31T14:05:00.Z")]
    [InlineData("2026-01-31T14:05:00+25:00")]
    [InlineData("2026-01-31T14:05:61Z")]
    public void What_is_no_time_is_none_after_one_of_the_same_second_either(string text) =>
        Assert.StartsWith($"3:1 timestamp '{text}' is not a time", CsvText.Long("2026-01-31T14:05:00Z,baseline,a,1", $"{text},baseline,a,1").Problem(), StringComparison.Ordinal);

    [Theory]
    [InlineData("2026-02-29T00:00:00Z")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("2026-01-31T24:00:00Z")]
    [InlineData("2026-01-31T14:05:00.Z")]
    [InlineData("2026-01-31T14:05:00+25:00")]
    [InlineData("2026-01-31T14:05:00+0:00")]
    [InlineData("2026-01-31T14:05:00 UTC")]
    [InlineData("31/01/2026 14:05")]
    [InlineData("1769868300000000")]
    [InlineData("10000000000")]
    [InlineData("99999999999")]
    [InlineData("9999999999999")]
    [InlineData("1677-01-01T00:00:00Z")]
    [InlineData("2262-01-01T00:00:00Z")]
    [InlineData("nan")]
    [InlineData("99999999999999999999999999999999")]
    public void What_is_no_time_says_so(string text) =>
        Assert.Equal($"2:1 timestamp '{text}' is not a time: write 2026-01-31T14:05:00Z, Unix seconds or Unix milliseconds", CsvText.Long($"{text},baseline,a,1").Problem());

    [Fact]
    public void Times_without_a_zone_are_utc_with_one_warning_per_file()
    {
        var reading = CsvText.Long("2026-01-31T14:05:00,baseline,a,1", "2026-01-31 14:06:00.5,baseline,a,2", "2026-01-31T14:07:00Z,baseline,a,3");

        Assert.Equal(["stdin: times carry no zone and are read as UTC."], reading.Warnings(WarningCode.ZoneAssumed));
        Assert.Equal(1_769_868_300_000_000_000, reading.Data<SeriesData.Samples>().At[0]);
    }

    [Fact]
    public void Numbers_and_zoned_times_assume_no_zone() =>
        Assert.Empty(CsvText.Long("5,baseline,a,1", "2026-01-31T14:07:00+01:00,baseline,a,3").Warnings(WarningCode.ZoneAssumed));

    [Theory]
    [InlineData("timestamp,arm,metric,value\n,baseline,a,1\n,baseline,a,2\n")]
    [InlineData("arm,metric,value\nbaseline,a,1\nbaseline,a,2\n")]
    public void Samples_need_no_times(string text)
    {
        var data = CsvText.Read(text).Data<SeriesData.Samples>();

        Assert.Empty(data.At);
        Assert.Equal([1.0, 2.0], data.Values);
    }

    [Theory]
    [InlineData("1,baseline,a,1", ",baseline,a,2")]
    [InlineData(",baseline,a,1", "1,baseline,a,2")]
    public void Times_for_some_rows_only_are_an_error_at_the_row_that_differs(string first, string second) =>
        Assert.Equal("3:0 a: some rows have a timestamp and some have none; give all rows one, or none", CsvText.Long(first, second, first).Problem());

    [Theory]
    [InlineData("points", "arm,metric,value\nbaseline,a,1\n")]
    [InlineData("count", "arm,metric,value\nbaseline,a,1\n")]
    [InlineData("ratio", "arm,metric,value,total\nbaseline,a,1,2\n")]
    [InlineData("histogram", "arm,metric,value,le\nbaseline,a,1,2\n")]
    public void Interval_data_needs_times(string kind, string text) =>
        Assert.Equal($"2:0 a is of kind {kind}, which needs timestamps; rows without times can only be samples", CsvText.Read(text, CsvText.Kind("a", kind)).Problem());

    [Fact]
    public void A_wide_row_without_a_time_is_an_error() =>
        Assert.Equal("2:1 time '' is not a time: write 2026-01-31T14:05:00Z, Unix seconds or Unix milliseconds", CsvText.Read("time,arm,cpu\n,baseline,1\n").Problem());

    [Fact]
    public void Every_moment_reads_as_the_runtime_reads_it() =>
        Gen.Select(Gen.Long[new DateTime(1700, 1, 1).Ticks, new DateTime(2260, 1, 1).Ticks], Gen.Int[-14 * 60, 14 * 60]).ForAll((ticks, offset) =>
        {
            var there = new DateTimeOffset(ticks, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(offset));

            var data = CsvText.Long($"{there.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture)},baseline,a,1").Data<SeriesData.Samples>();

            Assert.Equal((there.UtcTicks - DateTime.UnixEpoch.Ticks) * 100, Assert.Single(data.At));
        }, iter: 500);
}
