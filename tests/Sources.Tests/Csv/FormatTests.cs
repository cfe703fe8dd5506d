using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Tests.Csv;

public sealed class FormatTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void Long_rows_become_one_series_per_metric_and_arm()
    {
        var reading = CsvText.Long("1,baseline,a,1.5", "2,canary,a,2.5", "3,baseline,b,3.5", "4,baseline,a,4.5");

        Assert.Equal(["a Baseline 2", "a Canary 1", "b Baseline 1"], reading.Series().Select(s => $"{s.Metric} {s.Arm} {s.Data.Count}"));
        Assert.Equal([1.5, 4.5], reading.Data<SeriesData.Samples>(metric: "a").Values);
        Assert.Equal([1 * Second, 4 * Second], reading.Data<SeriesData.Samples>(metric: "a").At);
        Assert.Equal(4, reading.Rows);
    }

    [Fact]
    public void Columns_may_stand_in_any_order_and_headers_in_any_case()
    {
        var reading = CsvText.Read("VALUE, Arm ,tImE,METRIC\n1.5,CANARY,7,a\n");

        var data = reading.Data<SeriesData.Samples>(Arm.Canary);

        Assert.Equal([1.5], data.Values);
        Assert.Equal([7 * Second], data.At);
    }

    [Theory]
    [InlineData("baseline", Arm.Baseline)]
    [InlineData("control", Arm.Baseline)]
    [InlineData("Stable", Arm.Baseline)]
    [InlineData("CANARY", Arm.Canary)]
    [InlineData(" experiment ", Arm.Canary)]
    public void Words_of_other_tools_name_the_arms(string word, Arm arm) =>
        Assert.Equal(arm, Assert.Single(CsvText.Long($"1,{word},a,1").Series()).Arm);

    [Fact]
    public void A_wide_file_with_an_arm_column_holds_a_metric_per_column()
    {
        var reading = CsvText.Read("time,arm,cpu,p99\n1,baseline,10,20\n1,canary,11,\n2,canary,,22\n");

        Assert.Equal(["cpu Baseline 1", "cpu Canary 1", "p99 Baseline 1", "p99 Canary 1"], reading.Series().Select(s => $"{s.Metric} {s.Arm} {s.Data.Count}"));
        Assert.Equal([22.0], reading.Data<SeriesData.Samples>(Arm.Canary, "p99").Values);
        Assert.Equal([2 * Second], reading.Data<SeriesData.Samples>(Arm.Canary, "p99").At);
    }

    [Fact]
    public void A_wide_cell_that_says_nan_is_a_missing_value_and_an_empty_one_is_no_value()
    {
        var reading = CsvText.Read("time,arm,cpu\n1,baseline,NaN\n2,baseline,\n3,baseline,5\n");

        Assert.Equal([double.NaN, 5], reading.Data<SeriesData.Samples>().Values);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Both_line_ends_read_the_same_in_a_file_larger_than_the_buffers(string end)
    {
        var rows = Enumerable.Range(0, 40_000).Select(i => $"{1_700_000_000 + i},{(i % 3 == 0 ? "canary" : "baseline")},latency_{new string('x', i % 40)},{i % 977}.5");

        var reading = CsvText.Read("timestamp,arm,metric,value" + end + string.Join(end, rows) + end);

        Assert.Equal(40_000, reading.Series().Sum(s => s.Data.Count));
        Assert.Equal(80, reading.Series().Count);
        Assert.Equal(Enumerable.Range(0, 40_000).Sum(i => (i % 977) + 0.5), reading.Series().Sum(s => s.Data switch
        {
            SeriesData.Samples d => d.Values.Sum(),
            SeriesData.Points d => d.Values.Sum(),
            _ => double.NaN,
        }));
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_name_even_when_it_is_quoted() =>
        Assert.Single(CsvText.Read("\uFEFF\"timestamp\",arm,metric,value\n1,baseline,a,1\n").Series());

    [Fact]
    public void Quoted_values_hold_commas_quotes_and_line_breaks()
    {
        var reading = CsvText.Read("timestamp,arm,metric,value,note\n1,baseline,\"a, \"\"b\"\"\",1,\"x\ny\"\n");

        var series = Assert.Single(reading.Series());
        Assert.Equal("a, \"b\"", series.Metric);
        Assert.Equal("x\ny", series.Labels["note"]);
    }

    [Fact]
    public void Escaped_quotes_in_one_cell_leave_the_others_alone()
    {
        // The CSV library unescapes every cell of a row into the same scratch space.
        var rows = string.Concat(Enumerable.Repeat("1,baseline,plain,1,x\n", 50)) + "1,baseline,\"me\"\"tric\",1,\"LA\"\"BEL\"\n";

        var series = CsvText.Read("timestamp,arm,metric,value,note\n" + rows).Series();

        Assert.Equal(["me\"tric LA\"BEL", "plain x"], series.Select(s => $"{s.Metric} {s.Labels["note"]}"));
    }

    [Fact]
    public void A_row_that_begins_with_a_hash_is_a_row()
    {
        var series = CsvText.Read("metric,arm,timestamp,value\n#requests,baseline,1,2\n").Series();

        Assert.Equal("#requests", Assert.Single(series).Metric);
    }

    [Fact]
    public void Blank_lines_are_no_rows_wherever_they_stand()
    {
        var reading = CsvText.Read("\n\r\ntimestamp,arm,metric,value\n\n1,baseline,a,1\n  \n2,baseline,a,x\n\n");

        Assert.Equal("7:4 value 'x' is not a number", reading.Problem());
        Assert.Equal(2, reading.Rows);
    }

    [Fact]
    public void The_last_line_needs_no_line_end() =>
        Assert.Equal([1.0, 2.0], CsvText.Read("timestamp,arm,metric,value\n1,baseline,a,1\n5,baseline,a,2").Data<SeriesData.Samples>().Values);

    [Fact]
    public void Label_columns_make_separate_series_and_empty_labels_are_none()
    {
        var series = CsvText.Read("timestamp,arm,metric,region,zone,value\n1,baseline,a,eu,,1\n1,baseline,a,,eu,2\n1,baseline,a,us,1,3\n2,baseline,a,eu,,4\n1,baseline,a,,,5\n").Series();

        Assert.Equal(["", "region=eu", "region=us,zone=1", "zone=eu"], series.Select(s => s.Stratum));
        Assert.Equal(2, series[1].Data.Count);
    }

    [Fact]
    public void Labels_that_would_read_alike_when_joined_are_kept_apart()
    {
        var series = CsvText.Read("timestamp,arm,metric,value,a,b\n1,baseline,m,1,\"x\u001fb\u001fy\",\n1,baseline,m,1,x,y\n1,baseline,m,1,b,\n1,baseline,m,1,,b\n").Series();

        Assert.Equal(4, series.Count);
    }

    [Fact]
    public void The_order_of_rows_does_not_change_the_order_of_series()
    {
        string[] rows = ["1,canary,b,1,eu", "1,baseline,b,2,us", "1,canary,a,3,eu", "1,baseline,b,4,eu"];

        var there = CsvText.Read("timestamp,arm,metric,value,r\n" + string.Join('\n', rows)).Series();
        var back = CsvText.Read("timestamp,arm,metric,value,r\n" + string.Join('\n', rows.Reverse())).Series();

        Assert.Equal(there.Select(s => $"{s.Metric} {s.Arm} {s.Stratum}"), back.Select(s => $"{s.Metric} {s.Arm} {s.Stratum}"));
    }

    [Theory]
    [InlineData("timestamp,arm,metric,value")]
    [InlineData("timestamp,arm,metric,value\n")]
    [InlineData("time,arm,cpu\r\n\r\n")]
    public void A_header_without_rows_is_no_data(string text)
    {
        var reading = CsvText.Read(text);

        Assert.Empty(reading.Series());
        Assert.Equal(0, reading.Rows);
    }
}
