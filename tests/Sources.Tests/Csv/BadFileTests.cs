using System.Text;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Tests.Csv;

public sealed class BadFileTests
{
    /// <summary>Text, then each problem as <c>line:column message</c>.</summary>
    public static TheoryData<string, string> Mistakes { get; } = new()
    {
        { "", "0:0 the file is empty: expected a header such as timestamp,arm,metric,value." },
        { "\n\r\n\n", "0:0 the file is empty: expected a header such as timestamp,arm,metric,value." },
        { "1,baseline,a,5\n", "1:1 the file has no header: expected one such as timestamp,arm,metric,value." },
        { "2026-03-02T10:00:00Z,baseline,a,5\n", "1:1 the file has no header: expected one such as timestamp,arm,metric,value." },
        { "timestamp,arm,metric,vlaue\n", "1:0 column value is missing. Is vlaue meant? Found: timestamp, arm, metric, vlaue." },
        { "ts,arm,metric,value\n", "1:0 column timestamp is missing. Found: ts, arm, metric, value." },
        { "timestamp,metric,value\n", "1:0 column arm is missing. Found: timestamp, metric, value." },
        { "timestamp,cpu,memory\n", "1:0 column arm is missing. Found: timestamp, cpu, memory. A file of one arm is one of a pair: baseline.csv and canary.csv." },
        { "timestamp,arm,arm,metric,value\n", "1:15 column arm is given twice." },
        { "timestamp,arm,metric,value,Value\n", "1:28 column Value is given twice." },
        { "timestamp,arm,metric,value,\n", "1:28 column 5 has no name." },
        { "timestamp;arm;metric;value\n1;baseline;a;1,5\n", "1:1 the columns are separated by \";\"; separate them by commas, and write numbers with a point." },
        { "timestamp\tarm\tmetric\tvalue\n", "1:1 the columns are separated by tabs; separate them by commas, and write numbers with a point." },
        { Texts.Header + "1,baseline,a\n", "2:0 the line has 3 fields, the header 4." },
        { Texts.Header + "1,baseline,a,1,5\n", "2:0 the line has 5 fields, the header 4. A decimal comma, or a comma in a text without quotes?" },
        { Texts.Header + "1,canry,a,5\n", "2:3 arm \"canry\" is unknown. Did you mean canary?" },
        { Texts.Header + "1,blue,a,5\n", "2:3 arm \"blue\" is unknown. Known: baseline, canary, control, experiment, stable." },
        { Texts.Header + "1,,a,5\n", "2:3 arm is empty; write baseline or canary." },
        { Texts.Header + "1,canary, ,5\n", "2:10 metric is empty." },
        { Texts.Header + "1,baseline,\"a\nb\nc\",1\n2,baseline,\"d,\ne\",x\n", "6:4 value \"x\" is not a number." },
        { Texts.Header + "1,baseline,a,1\n1,baseline,a,\"1\n2,baseline,a,1\n", "3:0 line 3 opens a quote that is never closed." },
        { Texts.Header + "1,baseline,a,\"1\"2\n", "2:0 line 2 has text after a closing quote; write a quote inside quotes twice." },
        { Texts.Header + "1,baseline,a\0,1\n", "2:13 the line holds a NUL byte; this is no CSV text." },
        { Texts.Header + "1,baseline,a,\u001b[31m\n", "2:14 value \"\\u001b[31m\" is not a number." },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Each_mistake_is_named_at_its_place(string text, string problem) => Assert.Equal(problem, Texts.Problem(Texts.Read(text)));

    [Fact]
    public void A_long_value_is_shown_in_part()
    {
        var problem = Texts.Read($"{Texts.Header}1,baseline,a,{new string('x', 5000)}\n").Problems.Single();

        Assert.Equal(new string('x', 60) + "...", problem.Value);
        Assert.True(problem.Message.Length < 100);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x74, 0x00 }, "1:0 the file is UTF-16; save it as UTF-8.")]
    [InlineData(new byte[] { 0x1F, 0x8B, 0x08, 0x00 }, "1:0 the file is compressed (gzip); unpack it first.")]
    [InlineData(new byte[] { 0x50, 0x4B, 0x03, 0x04 }, "1:0 the file is a zip archive or a spreadsheet; export it as CSV text.")]
    public void Files_that_are_no_text_are_recognised(byte[] bytes, string problem) => Assert.Equal(problem, Texts.Problem(Texts.Read(bytes)));

    [Fact]
    public void A_line_that_is_no_utf8_is_named()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(Texts.Header + "1,baseline,ü,1\n2,baseline,"), 0xE4, .. ",1\n"u8];

        Assert.Equal("3:0 the line is not valid UTF-8; save the file as UTF-8.", Texts.Problem(Texts.Read(bytes)));
    }

    [Fact]
    public void The_first_twenty_problems_are_kept_and_the_rest_is_counted()
    {
        var reading = Texts.Read(Texts.Header + string.Concat(Enumerable.Repeat("1,canary,a,x\n", 500)));

        Assert.Equal((20, 480, 500), (reading.Problems.Count, reading.MoreProblems, reading.SkippedRows));
    }

    [Fact]
    public void After_a_thousand_bad_rows_nothing_more_is_read()
    {
        var reading = Texts.Read(Texts.Header + string.Concat(Enumerable.Repeat("1,canary,a,x\n", 50_000)));

        Assert.Equal(1000, reading.SkippedRows);
    }

    [Fact]
    public void Bad_rows_that_are_skipped_are_counted_and_named()
    {
        var reading = Texts.Read(Texts.Header + "1,canary,a,1\n" + string.Concat(Enumerable.Repeat("1,canary,a,x\n", 2000)) + "2,canary,a,2\n", skip: true);

        Assert.Equal((2, 2000), (reading.Rows, reading.SkippedRows));
        Assert.Equal("data.csv: 2,000 of 2,002 rows could not be read and were left out.", reading.Snapshot!.Warnings.Single(w => w.Code == WarningCode.BadRowsSkipped).Message);
        Assert.Equal(20, reading.Problems.Count);
    }

    [Fact]
    public void When_every_row_is_bad_skipping_does_not_help()
    {
        var reading = Texts.Read(Texts.Header + "1,canary,a,x\n", skip: true);

        Assert.Null(reading.Snapshot);
        Assert.Equal("none of the 1 rows can be read.", reading.Problems[^1].Message);
    }

    [Fact]
    public void Too_many_series_name_the_likely_cause()
    {
        var rows = string.Concat(Enumerable.Range(0, 10_001).Select(i => $"1,canary,a,1,req-{i}\n"));

        Assert.StartsWith("10002:0 the data hold more than 10,000 series. A column with another value in nearly every row is no label", Texts.Problem(Texts.Read("timestamp,arm,metric,value,id\n" + rows)), StringComparison.Ordinal);
    }
}
