using System.Text;

namespace CanaryJudge.Sources.Tests.Csv;

public sealed class HostileTextTests
{
    private const string Header = "timestamp,arm,metric,value\n";

    [Theory]
    [InlineData("", "1,")]
    [InlineData(Header, "1,")]
    [InlineData(Header + "x,", "\"\n\",")]
    [InlineData(Header + "x,", "\"a\"\"\n\",")]
    public void A_row_of_endless_values_is_refused_before_it_costs_time(string begin, string again)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        var reading = CsvText.Read(begin + string.Concat(Enumerable.Repeat(again, 900_000 / again.Length)));

        Assert.Null(reading.Snapshot);
        Assert.Equal("the row has more than 10,000 values", reading.Problems[^1].Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000_000);
    }

    [Fact]
    public void Commas_inside_quotes_are_no_values()
    {
        var commas = new string(',', 20_000);

        var reading = CsvText.Read($"{Header}1,baseline,a\"b,2\n1,baseline,\"{commas}\",3\n1,baseline,a\"b,2\n");

        Assert.Contains(commas, reading.Snapshot!.Series.Select(s => s.Metric));
    }

    [Theory]
    [InlineData("\r\u00FF")]
    [InlineData("\r\r\u00FF")]
    [InlineData("1,baseline,a,1\r\u00FF\n")]
    public void A_carriage_return_before_bytes_that_are_no_text_is_refused(string rest) =>
        Assert.Null(CsvText.Read(Encoding.Latin1.GetBytes(Header + rest)).Snapshot);

    [Theory]
    [InlineData("\"1\n\",baseline,a,1\n", 100_004)]
    [InlineData("1,baseline,a,1\r\n", 100_003)]
    public void Lines_are_counted_right_when_many_plain_ones_come_first(string odd, int expected)
    {
        var reading = CsvText.Read(Header + string.Concat(Enumerable.Repeat("1,baseline,a,1\n", 100_000)) + odd + "1,baseline,a,x\n");

        Assert.Equal(expected, Assert.Single(reading.Problems).Line);
    }

    [Fact]
    public void A_NUL_byte_after_many_plain_rows_is_refused() =>
        Assert.Equal(100_002, Assert.Single(CsvText.Read(Header + string.Concat(Enumerable.Repeat("1,baseline,a,1\n", 100_000)) + "1,baseline,a\0,1\n").Problems).Line);
}
