using System.Text;
using CanaryJudge.Judging.Config;
using CanaryJudge.Sources.Csv;

namespace CanaryJudge.Sources.Tests.Csv;

public sealed class CsvLimitsTests
{
    [Theory]
    [InlineData("1,baseline,a,", "x", 2)]
    [InlineData("1,baseline,a,1\n1,baseline,\"", "x\n", 3)]
    [InlineData("", " ", 2)]
    public void A_line_of_200_MB_is_refused_in_bounded_memory(string begin, string again, int line)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = Read(Texts.Header + begin, again, 200_000_000, new CsvOptions());

        Assert.Null(reading.Snapshot);
        Assert.Equal($"line {line} is longer than 1 MiB, or a quote on it is never closed.", reading.Problems.Single().Message);
        Assert.Equal(line, reading.Problems.Single().Line);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64_000_000);
    }

    [Theory]
    [InlineData("1,", 2)]
    [InlineData("\"\n\",", 10_001)]
    [InlineData("\"a\"\"\n\",", 10_001)]
    public void Records_of_more_than_ten_thousand_fields_are_refused(string again, int line) =>
        Assert.Equal($"line {line} has more than 10,000 fields.", Read(Texts.Header + "x,", again, 200_000_000, new CsvOptions()).Problems.Single().Message);

    [Fact]
    public void Commas_and_breaks_inside_quotes_are_no_fields()
    {
        var text = new string(',', 9_000) + "\n";

        var reading = Texts.Read($"{Texts.Header}1,baseline,\"{text}{text}\",1\n1,baseline,a\"b,2\n");

        Assert.Equal([text + text, "a\"b"], reading.Snapshot!.Series.Select(s => s.Metric));
    }

    [Fact]
    public void A_header_of_200_MB_is_refused() =>
        Assert.Equal("line 1 is longer than 1 MiB, or a quote on it is never closed.", Read("", "timestamp", 200_000_000, new CsvOptions()).Problems.Single().Message);

    [Fact]
    public void Binary_garbage_is_refused_at_once() =>
        Assert.Equal("the line holds a NUL byte; this is no CSV text.", Read("\u0001\u0002\0\n", "\0\0\n", 200_000_000, new CsvOptions()).Problems.Single().Message);

    [Fact]
    public void A_million_rows_stream_with_progress()
    {
        var steps = new List<long>();
        const string Row = "1772445600.5,baseline,latency_ms,12.5\n";

        var reading = Read(Texts.Header, Row, Texts.Header.Length + (1_000_000L * Row.Length), new CsvOptions { Progress = new Steps(steps) });

        Assert.Equal(1_000_000, reading.Rows);
        Assert.Equal(1_000_000, reading.Snapshot!.Series.Single().Data.Count);
        Assert.Equal(steps.Order(), steps);
        Assert.Equal(Texts.Header.Length + (1_000_000L * Row.Length), steps[^1]);
    }

    [Fact]
    public void Rows_cost_no_strings()
    {
        const string Row = "1772445600.5,baseline,latency_ms,12.5,eu\n";
        const string Header = "timestamp,arm,metric,value,region\n";
        Read(Header, Row, 10_000, new CsvOptions());
        var before = GC.GetAllocatedBytesForCurrentThread();

        var reading = Read(Header, Row, 8_000_000, new CsvOptions());

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (reading.Rows * 60) + 1_000_000);
    }

    [Fact]
    public void Reading_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        var options = new CsvOptions { Progress = new CancelAfter(source, 1_000_000) };

        Assert.Throws<OperationCanceledException>(() => Read(Texts.Header, "1,baseline,a,1\n", 1_000_000_000, options, source.Token));
    }

    [Fact]
    public void A_file_that_cannot_be_opened_is_a_problem()
    {
        var reading = CsvData.Read(Path.Combine(Path.GetTempPath(), "no-such.csv"), Policy.Inferred, new CsvOptions(), TestContext.Current.CancellationToken);

        Assert.Equal("the file cannot be read: there is no such file.", reading.Problems.Single().Message);
    }

    private static CsvReading Read(string begin, string again, long length, CsvOptions options, CancellationToken? cancellation = null) =>
        CsvData.Read([new CsvSource("data.csv", () => new EndlessStream(Encoding.UTF8.GetBytes(begin), Encoding.UTF8.GetBytes(again), length), null)], Policy.Inferred, options, cancellation ?? TestContext.Current.CancellationToken);

    private sealed class Steps(List<long> steps) : IProgress<long>
    {
        public void Report(long value) => steps.Add(value);
    }

    private sealed class CancelAfter(CancellationTokenSource source, long bytes) : IProgress<long>
    {
        public void Report(long value)
        {
            if (value > bytes)
            {
                source.Cancel();
            }
        }
    }
}
