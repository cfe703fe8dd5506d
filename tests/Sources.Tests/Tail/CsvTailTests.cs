using System.Text.Json.Nodes;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Tests.Prometheus;

namespace CanaryJudge.Sources.Tests.Tail;

/// <summary>A CSV file that grows, is rotated, emptied, or not there.</summary>
public sealed class CsvTailTests : IDisposable
{
    private const string Header = "timestamp,arm,metric,value\n";
    private readonly Cases.TempFolder _folder = new();
    private readonly List<ISampleSource> _open = [];

    private string File => Path.Combine(_folder.Path, "live.csv");

    [Fact]
    public async Task Rows_come_as_they_are_appended_and_half_a_row_waits_for_its_rest()
    {
        var source = Open();
        Append(Header + "10,baseline,m,1\n10,canary,m,2\n11,base");

        var first = await source.ReadAsync();
        var nothing = await source.ReadAsync();
        Append("line,m,3\n");
        var second = await source.ReadAsync();

        Assert.Equal([1], first.Data<SeriesData.Samples>(Arm.Baseline).Values);
        Assert.Equal([2], first.Data<SeriesData.Samples>(Arm.Canary).Values);
        Assert.IsType<SourceReading.NoData>(nothing);
        Assert.Equal([3], second.Data<SeriesData.Samples>(Arm.Baseline).Values);
        Assert.Equal([11], second.Data<SeriesData.Samples>(Arm.Baseline).Seconds(0));
    }

    [Fact]
    public async Task A_file_that_does_not_exist_yet_is_unavailable_until_it_does()
    {
        var source = Open();

        Assert.Equal("live.csv cannot be read: there is no such file.", Assert.IsType<SourceReading.Unavailable>(await source.ReadAsync()).Reason);
        Append(Header[..9]);
        Assert.IsType<SourceReading.NoData>(await source.ReadAsync());
        Append(Header[9..] + "10,canary,m,2\n");
        await ComesAsync(source, 2);
    }

    [Fact]
    public async Task A_renamed_file_is_read_to_its_end_before_the_new_one()
    {
        var source = Open();
        Append(Header + "10,canary,m,1\n");
        await source.ReadAsync();
        Append("11,canary,m,2\n");
        System.IO.File.Move(File, File + ".1");
        var between = await source.ReadAsync();
        var waiting = await source.ReadAsync();
        System.IO.File.AppendAllText(File + ".1", "12,canary,m,3\n");
        Append(Header + "13,canary,m,4\n");

        Assert.Equal([2], between.Data<SeriesData.Samples>(Arm.Canary).Values);
        Assert.IsType<SourceReading.NoData>(waiting);
        await ComesAsync(source, 3);
        await ComesAsync(source, 4);
    }

    [Fact]
    public async Task A_new_file_with_only_a_header_so_far_is_noticed_when_its_first_row_comes()
    {
        var source = Open();
        Append(Header);
        await source.ReadAsync();
        System.IO.File.Move(File, File + ".1");
        Append(Header);
        await source.ReadAsync();
        Append("13,canary,m,4\n");

        await ComesAsync(source, 4);
    }

    [Theory]
    [InlineData("20,canary,m,7\n")]
    [InlineData("20,canary,m,7\n21,canary,m,8\n22,canary,m,9\n23,canary,m,10\n")]
    public async Task A_file_that_was_emptied_and_written_anew_is_read_from_its_beginning(string rows)
    {
        var source = Open();
        Append(Header + "10,canary,m,1\n11,canary,m,2\n");
        await source.ReadAsync();
        System.IO.File.WriteAllText(File, Header + rows);

        Assert.Equal(7, (await CanaryAsync(source))[0]);
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_refused_with_its_line_until_it_is_mended_or_passed_over()
    {
        Append(Header + "10,canary,m,1\n");
        var strict = Open();
        var lenient = Open(skip: true);
        await strict.ReadAsync();
        await lenient.ReadAsync();
        Append("11,canary,m,2\n12,canary,m,x\n");

        Assert.Equal("live.csv, line 4: value 'x' is not a number.", Assert.IsType<SourceReading.Refused>(await strict.ReadAsync()).Reason);
        Assert.Equal("live.csv, line 4: value 'x' is not a number.", Assert.IsType<SourceReading.Refused>(await strict.ReadAsync()).Reason);
        await ComesAsync(lenient, 2);
    }

    [Fact]
    public async Task After_a_restart_interval_data_come_again_from_the_start_and_observations_only_past_the_newest()
    {
        Append("timestamp,arm,metric,value,total\n10,canary,errors,1,9\n20,canary,errors,2,9\n30,canary,errors,3,9\n");
        Append("10,canary,latency,1,\n20,canary,latency,2,\n30,canary,latency,3,\n");
        var policy = new Policy { Metrics = [new() { Name = "errors", Kind = "ratio" }, new() { Name = "latency", Kind = "samples" }] };
        var source = Open(start: new(policy, 20_000_000_000) { SamplesAfter = 20_000_000_000 });

        var reading = await source.ReadAsync();

        Assert.Equal([2, 3], reading.Data<SeriesData.Ratios>(Arm.Canary, "errors").Events);
        Assert.Equal([3], reading.Data<SeriesData.Samples>(Arm.Canary, "latency").Values);
    }

    [Theory]
    [InlineData("samples", "arm,metric,value\ncanary,m,1\n", "live.csv: rows have no time; a growing file needs the column timestamp.")]
    [InlineData("histogram", "timestamp,arm,metric,value,le\n10,canary,m,1,+Inf\n", "live.csv: m comes as a histogram, which a growing file cannot give; write the raw observations, or push.")]
    public async Task What_a_growing_file_cannot_give_is_refused(string kind, string text, string reason)
    {
        Append(text);

        Assert.Equal(reason, Assert.IsType<SourceReading.Refused>(await Open(kind: kind).ReadAsync()).Reason);
    }

    [Fact]
    public async Task The_policy_must_say_the_kind_since_a_few_rows_do_not()
    {
        Append(Header + "10,canary,m,1\n");
        var policy = new Policy { Metrics = [new() { Name = "m" }] };
        const string Reason = "the policy must say the kind of m: a growing file shows only a part at a time, too little to infer it.";

        Assert.Equal(Reason, Assert.IsType<SourceReading.Refused>(await Open(start: new(policy, 0)).ReadAsync()).Reason);
        Assert.Equal([Reason], Sourced.Read(new JsonObject { ["kind"] = "csv", ["file"] = "live.csv" }).Problems(policy).Select(p => p.Message));
    }

    [Fact]
    public async Task Many_rows_come_in_pieces()
    {
        Append(Header + string.Concat(Enumerable.Range(0, 300_000).Select(i => $"{10 + i},canary,m,{i}\n")));
        var source = Open();

        var values = new List<double>();
        while (await source.ReadAsync() is SourceReading.Rows { Series: [var series] })
        {
            values.AddRange(((SeriesData.Samples)series.Data).Values);
        }

        Assert.Equal(Enumerable.Range(0, 300_000).Select(i => (double)i), values);
    }

    public void Dispose()
    {
        _open.ForEach(s => s.Dispose());
        _folder.Dispose();
    }

    private void Append(string text) => System.IO.File.AppendAllText(File, text);

    private static async Task<double[]> CanaryAsync(ISampleSource source) => (await source.ReadAsync()).Data<SeriesData.Samples>(Arm.Canary).Values;

    private static async Task ComesAsync(ISampleSource source, params double[] values) => Assert.Equal(values, await CanaryAsync(source));

    private ISampleSource Open(bool skip = false, SourceStart? start = null, string kind = "samples")
    {
        var settings = Sourced.Read(new JsonObject { ["kind"] = "csv", ["file"] = "live.csv", ["skipBadRows"] = skip }, _folder.Path);
        var source = settings.Open(start ?? new(new Policy { Metrics = [new() { Name = "m", Kind = kind }] }, 0));
        _open.Add(source);
        return source;
    }
}
