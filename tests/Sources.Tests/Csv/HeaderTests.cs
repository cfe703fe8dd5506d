namespace CanaryJudge.Sources.Tests.Csv;

public sealed class HeaderTests
{
    [Theory]
    [InlineData("timestamp;arm;metric;value\n1;baseline;a;1,5", "1:1 columns are separated by semicolons: separate them by commas, and write decimals with a point")]
    [InlineData("timestamp\tarm\tmetric\tvalue\n", "1:1 columns are separated by tabs: separate them by commas, and write decimals with a point")]
    [InlineData("timestamp|arm|metric|value\n", "1:1 columns are separated by bars: separate them by commas, and write decimals with a point")]
    [InlineData("timestamp,arm,metrics,value\n", "1:0 column 'metric' is missing (is 'metrics' meant?); found: timestamp, arm, metrics, value. The header is timestamp,arm,metric,value[,total]")]
    [InlineData("timestamp,metric,value\n", "1:0 column 'arm' is missing; found: timestamp, metric, value. The header is timestamp,arm,metric,value[,total]")]
    [InlineData("timstamp,arm,cpu\n", "1:0 column 'timestamp' is missing (is 'timstamp' meant?); found: timstamp, arm, cpu. The header is timestamp,arm,metric,value[,total]")]
    [InlineData("2026-01-31T14:05:00Z,baseline,cpu,1\n", "1:1 '2026-01-31T14:05:00Z' is data, not the name of a column: the first line is a header such as timestamp,arm,metric,value")]
    [InlineData("baseline,cpu,-1.5e3\n", "1:3 '-1.5e3' is data, not the name of a column: the first line is a header such as timestamp,arm,metric,value")]
    [InlineData("time,arm\n", "1:0 there is no column for a metric")]
    [InlineData("timestamp,arm,metric,value,Value\n", "1:5 two columns are named 'value'")]
    [InlineData("timestamp,arm,time,metric,value\n", "1:3 two columns hold the time: 'timestamp' and 'time'")]
    [InlineData(",timestamp,arm,metric,value\n0,1,baseline,a,1", "1:1 column 1 has no name: name it, or leave it out (pandas: to_csv(index=False))")]
    [InlineData("timestamp,arm,cpu,\n1,baseline,2,\n", "1:4 column 4 has no name: name it, or leave it out (pandas: to_csv(index=False))")]
    [InlineData("timestamp,arm,metric,value,\"a\nb\"\n", "1:5 the name of column 5, 'a\\nb', holds control characters")]
    [InlineData("timestamp,arm,metric,va\0lue\n", "1:0 holds NUL bytes: is this a CSV file?")]
    [InlineData("timestamp,arm,metric,value\r1,baseline,a,1\r", "1:0 a carriage return without a line feed: end lines with LF or CRLF")]
    [InlineData("", "0:0 is empty: expected a header such as timestamp,arm,metric,value")]
    [InlineData("\n\n \n", "0:0 is empty: expected a header such as timestamp,arm,metric,value")]
    [InlineData("\uFEFF", "0:0 is empty: expected a header such as timestamp,arm,metric,value")]
    [InlineData("\"timestamp,arm", "1:0 a quoted value is not closed, or is followed by something else than a comma")]
    public void A_header_that_cannot_be_used_says_why(string text, string problem) => Assert.Equal(problem, CsvText.Read(text).Problem());

    [Fact]
    public void A_metric_may_be_named_by_a_number() =>
        Assert.Equal(["200", "404"], CsvText.Read("timestamp,arm,200,404\n1,baseline,5,6\n").Series().Select(s => s.Metric));

    [Fact]
    public void A_misspelt_long_header_is_not_a_wide_one() =>
        Assert.Equal(["column 'metric' is missing (is 'metrc' meant?)", "column 'value' is missing (is 'valu' meant?)"], CsvText.Read("timestamp,arm,metrc,valu\n1,baseline,a,1\n").Problems.Select(p => p.Message.Split(';')[0]));

    [Fact]
    public void Every_missing_column_is_named() =>
        Assert.Equal(["column 'metric' is missing", "column 'arm' is missing"], CsvText.Read("timestamp,value\n").Problems.Select(p => p.Message.Split(';')[0]));
}
