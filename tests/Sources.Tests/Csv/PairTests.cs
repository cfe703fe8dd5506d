using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Tests.Csv;

public sealed class PairTests
{
    [Fact]
    public void A_pair_may_be_long()
    {
        var reading = Texts.ReadPair("timestamp,metric,value,total\n1,errors,1,10\n", "metric,value,timestamp,total\nerrors,2,1,20\n");

        Assert.Equal([10], Texts.Series<SeriesData.Ratios>(reading, "errors").Totals);
        Assert.Equal([20], Texts.Series<SeriesData.Ratios>(reading, "errors", Arm.Canary).Totals);
    }

    [Fact]
    public void A_pair_may_be_wide_and_the_two_need_not_be_alike()
    {
        var reading = Texts.ReadPair("Time,cpu,p99 (ms)\n1,0.5,100\n2,,110\n", "timestamp,metric,value\n1,cpu,0.6\n2,cpu,0.7\n");

        Assert.Equal([0.5, double.NaN], Texts.Series<SeriesData.Points>(reading, "cpu").Values);
        Assert.Equal([0.6, 0.7], Texts.Series<SeriesData.Points>(reading, "cpu", Arm.Canary).Values);
        Assert.Equal([100, 110], Texts.Series<SeriesData.Points>(reading, "p99 (ms)").Values);
    }

    [Fact]
    public void In_a_wide_file_an_empty_cell_is_no_sample()
    {
        var samples = Texts.Series<SeriesData.Samples>(Texts.ReadPair("timestamp,a,b\n1,1,2\n1,,3\n5,4,\n", "timestamp,a\n"), "a");

        Assert.Equal([1, 4], samples.Values);
        Assert.Equal([1_000_000_000, 5_000_000_000], samples.At);
    }

    [Fact]
    public void A_column_of_an_arm_beside_metrics_is_taken_by_the_file() =>
        Assert.Equal([Arm.Canary], Texts.ReadPair("timestamp,metric,value\n", "timestamp,arm,metric,value\n1,baseline,a,1\n").Snapshot!.Series.Select(s => s.Arm));

    [Theory]
    [InlineData("timestamp,metrc,value\n1,a,5\n", "1:0 column metric is missing. Is metrc meant? Found: timestamp, metrc, value.")]
    [InlineData("timestamp,metric,vlaue\n1,a,5\n", "1:0 column value is missing. Is vlaue meant? Found: timestamp, metric, vlaue.")]
    [InlineData("timestmp,cpu\n1,5\n", "1:0 column timestamp is missing. Is timestmp meant? Found: timestmp, cpu.")]
    [InlineData("timestamp,cpu,host\n1,5,web-1\n", "2:5 host \"web-1\" is not a number.")]
    [InlineData("timestamp,cpu\n1,5\n,6\n", "3:1 timestamp is empty, but earlier rows have one.")]
    [InlineData("timestamp,cpu\n1,5\n2\n", "3:0 the line has 1 field, the header 2.")]
    public void Mistakes_of_a_pair_are_named_with_their_file(string canary, string problem)
    {
        var reading = Texts.ReadPair("timestamp,cpu\n1,5\n", canary);

        Assert.Equal(problem, Texts.Problem(reading));
        Assert.Equal("canary.csv", reading.Problems[0].File);
    }

    [Fact]
    public void A_wide_file_cannot_hold_what_needs_another_column() => Assert.Equal(
        "1:0 e is a ratio, so its rows need a total: write the file long, as timestamp,metric,value and that column.",
        Texts.Problem(Texts.ReadPair("timestamp,e\n1,5\n", "timestamp,cpu\n", "metrics: [{name: e, kind: ratio}]")));

    [Fact]
    public void A_row_that_is_skipped_leaves_nothing_behind()
    {
        var reading = Texts.ReadPair("timestamp,a,b\n1,1,1\n2,2,x\n3,3,3\n", "timestamp,a,b\n1,1,1\n2,1,1\n", skip: true);

        Assert.Equal([1, 3], Assert.IsType<SeriesData.Points>(reading.Snapshot!.Series[0].Data).Values);
        Assert.Equal((4, 1), (reading.Rows, reading.SkippedRows));
        Assert.Equal("baseline.csv: 1 of 3 rows could not be read and were left out.", reading.Snapshot!.Warnings.Single(w => w.Code == WarningCode.BadRowsSkipped).Message);
    }
}
