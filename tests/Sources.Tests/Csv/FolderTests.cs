using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Csv;
using CanaryJudge.Sources.Tests.Cases;

namespace CanaryJudge.Sources.Tests.Csv;

public sealed class FolderTests
{
    private const string Long = "timestamp,arm,metric,value\n";

    [Fact]
    public void A_file_is_read_as_it_is_named()
    {
        using var folder = new TempFolder();

        Assert.Single(Read(folder.File("x.txt", Long + "1,baseline,a,1\n")).Series());
    }

    [Fact]
    public void A_folder_with_data_csv_is_read()
    {
        using var folder = new TempFolder();
        folder.File("data.csv", Long + "1,baseline,a,1\n");

        Assert.Single(Read(folder.Path).Series());
    }

    [Theory]
    [InlineData("timestamp,metric,value\n1,a,1\n", "timestamp,metric,value\n1,a,2\n")]
    [InlineData("timestamp,a\n1,1\n", "time,a\n1,2\n")]
    [InlineData("timestamp,a\n1,1\n", "timestamp,metric,value\n1,a,2\n")]
    [InlineData("timestamp,arm,metric,value\n1,control,a,1\n", "timestamp,metric,value\n1,a,2\n")]
    public void A_pair_of_files_is_an_arm_each(string baseline, string canary)
    {
        using var folder = new TempFolder();
        folder.File("baseline.csv", baseline);
        folder.File("canary.csv", canary);

        var reading = Read(folder.Path);

        Assert.Equal(["a Baseline", "a Canary"], reading.Series().Select(s => $"{s.Metric} {s.Arm}"));
        Assert.Equal(2, reading.Rows);
    }

    [Theory]
    [InlineData("timestamp,value\n1,1\n", "value")]
    [InlineData("timestamp,value,label\n1,1,0\n", "label, value")]
    public void Values_of_an_arm_without_the_name_of_a_metric_are_a_metric_of_that_name(string csv, string metrics)
    {
        using var folder = new TempFolder();
        folder.File("baseline.csv", csv);
        folder.File("canary.csv", csv);

        Assert.Equal(metrics, string.Join(", ", Read(folder.Path).Series().Where(s => s.Arm == Arm.Canary).Select(s => s.Metric).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("timestamp,metrc,value\n1,a,1\n")]
    [InlineData("timestamp,value,total\n1,1,2\n")]
    public void But_a_misspelt_or_forgotten_metric_is_told(string csv)
    {
        using var folder = new TempFolder();
        folder.File("baseline.csv", csv);
        folder.File("canary.csv", csv);

        Assert.Contains("column 'metric' is missing", Read(folder.Path).Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_file_of_a_pair_that_lacks_zones_has_its_warning()
    {
        using var folder = new TempFolder();
        folder.File("baseline.csv", "timestamp,a\n2026-01-31 14:05:00,1\n");
        folder.File("canary.csv", "timestamp,a\n2026-01-31T14:05:00,1\n");

        Assert.Equal(["baseline.csv: times carry no zone and are read as UTC.", "canary.csv: times carry no zone and are read as UTC."], Read(folder.Path).Warnings(WarningCode.ZoneAssumed));
    }

    [Fact]
    public void An_arm_column_may_not_contradict_the_file_that_it_stands_in()
    {
        using var folder = new TempFolder();
        var baseline = folder.File("baseline.csv", "timestamp,arm,metric,value\n1,canary,a,1\n");
        folder.File("canary.csv", "timestamp,metric,value\n1,a,1\n");

        var problem = Assert.Single(Read(folder.Path).Problems);

        Assert.Equal((baseline, 2L, 2, "arm 'canary' in the file of the baseline"), (problem.File, problem.Line, problem.Column, problem.Message));
    }

    [Fact]
    public void Labels_of_a_pair_in_another_order_name_the_same_strata()
    {
        using var folder = new TempFolder();
        folder.File("baseline.csv", "timestamp,metric,value,region,zone\n1,a,1,eu,1\n");
        folder.File("canary.csv", "timestamp,zone,region,metric,value\n1,1,eu,a,1\n");

        Assert.Equal(["region=eu,zone=1", "region=eu,zone=1"], Read(folder.Path).Series().Select(s => s.Stratum));
    }

    [Fact]
    public void Problems_of_both_files_come_back_together()
    {
        using var folder = new TempFolder();
        folder.File("baseline.csv", "timestamp,metric,value\n1,a,x\n");
        folder.File("canary.csv", "");

        Assert.Equal(["baseline.csv:2", "canary.csv:0"], Read(folder.Path).Problems.Select(p => $"{Path.GetFileName(p.File)}:{p.Line}"));
    }

    [Theory]
    [InlineData("holds no data: expected data.csv, or baseline.csv and canary.csv")]
    [InlineData("has baseline.csv but no canary.csv", "baseline.csv")]
    [InlineData("has canary.csv but no baseline.csv", "canary.csv")]
    [InlineData("has data.csv and also baseline.csv or canary.csv: keep one or the other", "data.csv", "canary.csv")]
    public void A_folder_without_a_whole_case_says_what_is_wrong(string message, params string[] files)
    {
        using var folder = new TempFolder();
        Array.ForEach(files, f => folder.File(f));

        var reading = Read(folder.Path);

        Assert.Null(reading.Snapshot);
        Assert.Equal((folder.Path, message), (Assert.Single(reading.Problems).File, reading.Problems[0].Message));
    }

    [Fact]
    public void A_path_to_nothing_says_so() => Assert.Equal("there is no such file or folder", Assert.Single(Read("/no/such/place").Problems).Message);

    [Fact]
    public void A_file_that_cannot_be_read_says_so()
    {
        // The kernel lets a process open its own memory, and refuses to read at address 0.
        Assert.SkipUnless(File.Exists("/proc/self/mem"), "needs Linux");

        Assert.StartsWith("cannot be read: ", Assert.Single(Read("/proc/self/mem").Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_files_by_name_are_an_arm_each()
    {
        using var folder = new TempFolder();
        var (old, current) = (folder.File("old.csv", "timestamp,a\n1,1\n"), folder.File("new.csv", "timestamp,a\n1,2\n"));

        var reading = CsvData.ReadPair(old, current, null, new(), TestContext.Current.CancellationToken);

        Assert.Equal([1.0], reading.Data<SeriesData.Samples>().Values);
        Assert.Equal([2.0], reading.Data<SeriesData.Samples>(Arm.Canary).Values);
    }

    [Fact]
    public void Progress_ends_at_the_bytes_of_all_files()
    {
        using var folder = new TempFolder();
        var rows = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i},{i}.5\n"));
        folder.File("baseline.csv", "timestamp,a\n" + rows);
        folder.File("canary.csv", "timestamp,a\n" + rows);
        var told = new List<long>();

        var reading = CsvData.Read(folder.Path, null, new() { Progress = new Told(told.Add) }, TestContext.Current.CancellationToken);

        Assert.Equal(100_000, reading.Rows);
        Assert.Equal(Enumerable.Range(0, 50_000).Select(i => i + 0.5), reading.Data<SeriesData.Points>(Arm.Canary).Values);
        Assert.Equal(told.Order(), told);
        Assert.Equal(2 * (12 + rows.Length), told[^1]);
    }

    private static CsvReading Read(string path) => CsvData.Read(path, null, new(), TestContext.Current.CancellationToken);
}
