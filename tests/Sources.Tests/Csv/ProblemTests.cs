using System.Diagnostics;
using System.Text;
using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Csv;

namespace CanaryJudge.Sources.Tests.Csv;

public sealed class ProblemTests
{
    private const string Head = "timestamp,arm,metric,value\n";

    [Theory]
    [InlineData("1,baseline,a", "2:0 the row has 3 columns, the header 4")]
    [InlineData("1,baseline,a,1,,", "2:0 the row has 6 columns, the header 4")]
    [InlineData("1,blue,a,1", "2:2 arm 'blue' is not known: write baseline or canary (control, stable and experiment are taken too)")]
    [InlineData("1,,a,1", "2:2 arm '' is not known: write baseline or canary (control, stable and experiment are taken too)")]
    [InlineData("1,baseline,,1", "2:3 metric is empty")]
    [InlineData("1,baseline,a\tb,1", "2:3 metric 'a\\tb' holds control characters")]
    [InlineData("1,baseline,a\0,1", "2:3 holds NUL bytes: is this a CSV file?")]
    [InlineData("1,base\rline,a,1", "2:0 a carriage return within the row: end lines with LF or CRLF")]
    [InlineData("1,baseline,a,1\r\r", "2:0 a carriage return within the row: end lines with LF or CRLF")]
    [InlineData("1,baseline,a,\"1", "2:0 a quoted value is not closed, or is followed by something else than a comma")]
    [InlineData("1,baseline,\"a\"b,1", "2:0 a quoted value is not closed, or is followed by something else than a comma")]
    public void A_bad_row_names_its_line_and_column(string row, string problem) => Assert.Equal(problem, CsvText.Long(row).Problem());

    [Fact]
    public void Everything_wrong_with_a_row_is_reported_at_once()
    {
        var reading = CsvText.Long("x,blue,,y");

        Assert.Equal(["2:1", "2:2", "2:3", "2:4"], reading.Problems.Select(p => $"{p.Line}:{p.Column}"));
        Assert.Equal(["x", "blue", "", "y"], reading.Problems.Select(p => p.Value));
    }

    [Fact]
    public void Lines_stay_right_after_values_that_span_lines() =>
        Assert.Equal("8:4 value 'x' is not a number", CsvText.Read("timestamp,arm,metric,value,n\n1,baseline,a,1,\"x\n\ny\"\r\n1,baseline,a,1,\"x\r\ny\"\n\n1,baseline,a,x,\n").Problem());

    [Fact]
    public void A_lone_carriage_return_costs_its_line_alone_wherever_the_buffers_end()
    {
        // The CSV library ends a row at a lone carriage return only near the end of its buffer.
        foreach (var padding in Enumerable.Range(0, 70))
        {
            var rows = $"1,baseline,{new string('m', padding + 1)},1\n" + string.Concat(Enumerable.Repeat("1,baseline,a,1\r,2\n", 3)) + "5,baseline,x,1";

            var reading = CsvText.Read(Head + rows, skipBadRows: true);

            Assert.Equal((5, 3), (reading.Rows, reading.SkippedRows));
            Assert.Equal([3L, 4, 5], reading.Problems.Select(p => p.Line));
        }
    }

    [Fact]
    public void Twenty_problems_are_shown_and_all_are_counted()
    {
        var reading = CsvText.Long([.. Enumerable.Repeat("1,baseline,a,x", 30_000)]);

        Assert.Null(reading.Snapshot);
        Assert.Equal(20, reading.Problems.Count);
        Assert.Equal(21, reading.Problems[^1].Line);
        Assert.Equal(29_980, reading.MoreProblems);
        Assert.Equal(30_000, reading.Rows);
    }

    [Fact]
    public void Skipped_rows_are_counted_and_the_first_one_named()
    {
        var reading = CsvText.Read(Head + "1,baseline,a,1\n2,baseline,a,x\n3,baseline,a\n9,baseline,a,4\n", skipBadRows: true);

        Assert.Equal([1.0, 4], ((SeriesData.Samples)Assert.Single(reading.Snapshot!.Series).Data).Values);
        Assert.Equal((4, 2), (reading.Rows, reading.SkippedRows));
        Assert.Equal(["2 of 4 rows could not be read and were skipped, the first in stdin line 3: value 'x' is not a number."], reading.Warnings(WarningCode.BadRowsSkipped));
    }

    [Fact]
    public void Skipping_nothing_says_nothing() => Assert.Empty(CsvText.Read(Head + "1,baseline,a,1\n", skipBadRows: true).Warnings(WarningCode.BadRowsSkipped));

    [Fact]
    public void A_wide_row_with_a_bad_cell_is_skipped_as_a_whole()
    {
        var reading = CsvText.Read("time,arm,a,b,c\n1,baseline,1,x,3\nbad,baseline,1,2,3\n2,baseline,4,5,6\n", skipBadRows: true);

        Assert.Equal(["2:4", "3:1"], reading.Problems.Select(p => $"{p.Line}:{p.Column}"));
        Assert.All(reading.Snapshot!.Series, s => Assert.Equal(1, s.Data.Count));
        Assert.Equal(2, reading.SkippedRows);
    }

    [Fact]
    public void A_series_of_bad_rows_alone_is_no_series() =>
        Assert.Empty(CsvText.Read("timestamp,arm,metric,value,total\n1,baseline,a,5,2\n", skipBadRows: true).Snapshot!.Series);

    [Theory]
    [InlineData("timestamp;arm;metric;value\n")]
    [InlineData("timestamp,arm,metric,value\n1,baseline,a,\"1\n")]
    [InlineData("timestamp,arm,metric,value\n1,baseline,a,1\n,baseline,a,1\n")]
    public void Mistakes_of_the_whole_file_are_not_skipped(string text) => Assert.NotEmpty(CsvText.Read(text, skipBadRows: true).Problem());

    [Fact]
    public void Bytes_that_are_no_text_name_their_line_deep_in_a_big_file()
    {
        var bytes = Encoding.UTF8.GetBytes(Head + string.Concat(Enumerable.Repeat("1,baseline,latency_ms,1\n", 100_000)));
        bytes[Head.Length + (24 * 70_000) + 12] = 0xC3;

        var reading = CsvText.Read(bytes);

        Assert.Equal("70002:0 not UTF-8; save the file as UTF-8", reading.Problem());
        Assert.Equal(70_000, reading.Rows);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'t', 0 }, "the file is UTF-16; save it as UTF-8")]
    [InlineData(new byte[] { 0xFE, 0xFF, 0, (byte)'t' }, "the file is UTF-16; save it as UTF-8")]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0 }, "the file is compressed (gzip); unpack it first")]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4 }, "the file is a zip archive or a spreadsheet; export it as CSV text")]
    [InlineData(new byte[] { (byte)'t', 0x80, (byte)'\n' }, "not UTF-8; save the file as UTF-8")]
    [InlineData(new byte[] { 0xE2, 0x82 }, "not UTF-8; save the file as UTF-8")]
    public void Another_kind_of_file_is_called_by_its_name(byte[] bytes, string message) => Assert.Equal($"1:0 {message}", CsvText.Read(bytes).Problem());

    [Fact]
    public void Characters_of_any_width_are_read_across_the_borders_of_buffers()
    {
        var name = string.Concat(Enumerable.Repeat("é€😀", 1000));

        foreach (var shift in Enumerable.Range(0, 9))
        {
            var reading = CsvText.Read("timestamp,arm,metric,value," + new string('x', shift + 1) + "\n" + string.Concat(Enumerable.Repeat($"1,baseline,{name},1,\n", 60)));

            Assert.Equal(name, Assert.Single(reading.Series()).Metric);
        }
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\"")]
    public void A_row_over_a_mebibyte_is_refused(string start) =>
        Assert.Equal(
            "3:0 the row is longer than 1 MiB: is this a CSV file, with a line break after each row and every quote closed?",
            CsvText.Read(Head + "1,baseline,a,1\n1,baseline,a," + start + new string('x', 2_000_000) + "\n").Problem());

    [Fact]
    public void Two_hundred_megabytes_on_one_line_take_neither_memory_nor_time()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();

        var reading = CsvText.Read(new GeneratedStream(Encoding.UTF8.GetBytes(Head + "1,baseline,a,"), (byte)'7', 200_000_000));

        Assert.StartsWith("2:0 the row is longer than 1 MiB", reading.Problem(), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public void A_source_that_breaks_off_is_a_problem_and_no_exception() =>
        Assert.Equal("0:0 cannot be read: the disk is gone", CsvText.Read(new GeneratedStream(Encoding.UTF8.GetBytes(Head), (byte)'\n', 1000, new IOException("the disk is gone"))).Problem());

    [Fact]
    public void A_label_with_a_value_of_its_own_in_every_row_is_refused()
    {
        var rows = string.Concat(Enumerable.Range(0, 100_500).Select(i => $"1,baseline,a,1,{i}\n"));

        var problem = CsvText.Read("timestamp,arm,metric,value,request\n" + rows).Problem();

        Assert.Equal("100002:0 more than 100,000 series: each set of labels (request) is one; leave out columns that differ in every row, or name the user's key as cluster in the policy", problem);
    }

    [Fact]
    public void Reading_can_be_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => CsvData.Read("-", null, new() { StandardInput = new MemoryStream(Encoding.UTF8.GetBytes(Head + "1,baseline,a,1\n")) }, cancelled.Token));
    }

    [Fact]
    public void Reading_blocks_can_be_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        var rows = Encoding.UTF8.GetBytes(Head + string.Concat(Enumerable.Repeat("1,baseline,a,1\n", 40_000)));
        var options = new CsvOptions
        {
            StandardInput = new TricklingStream(rows, 1_000),
            BlockBytes = 10_000,
            Progress = new Told(bytes =>
            {
                // More than the blocks that are read before others help.
                if (bytes > 300_000)
                {
                    cancelled.Cancel();
                }
            }),
        };

        Assert.Throws<OperationCanceledException>(() => CsvData.Read("-", null, options, cancelled.Token));
    }

    [Fact]
    public void A_row_takes_no_memory_but_for_its_numbers()
    {
        var text = Encoding.UTF8.GetBytes("timestamp,arm,metric,value,region\n" + string.Concat(Enumerable.Range(0, 200_000).Select(i => $"2026-01-31T14:05:00.{i:D6}Z,{(i % 2 == 0 ? "baseline" : "canary")},latency_ms,{i}.25,eu\n")));

        // On a busy machine code that is not yet optimised boxes here and there, so the best of a few readings counts.
        var best = Enumerable.Range(0, 40).Select(_ => BytesPerRow(text, 200_000)).First(bytes => bytes <= 40);

        // Time and value, once in blocks and once in arrays: 32 bytes, and the buffers.
        Assert.InRange(best, 30, 40);
    }

    private static double BytesPerRow(byte[] text, int rows)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        CsvData.Read("-", null, new() { StandardInput = new MemoryStream(text), BlockBytes = int.MaxValue }, TestContext.Current.CancellationToken);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)rows;
    }
}
