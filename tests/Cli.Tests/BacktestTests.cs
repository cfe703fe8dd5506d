using System.Text.Json.Nodes;

namespace CanaryJudge.Cli.Tests;

/// <summary>Labelled pairs: what was caught, missed and failed by mistake.</summary>
public sealed class BacktestTests
{
    private const string Header = "id,baseline_file,canary_file,main_metric,kind,direction,label,construction,exchangeable,strength\n";

    [Fact]
    public async Task Faults_caught_and_missed_and_false_alarms_are_counted_and_named()
    {
        using var folder = Labelled();

        var ran = (await Call.ToolAsync("backtest", folder.Root)).Exits(0);

        Assert.Contains("Plain faults caught: 1 of 2", ran.Out, StringComparison.Ordinal);
        Assert.Contains("Healthy pairs failed, side by side: 1 of 2", ran.Out, StringComparison.Ordinal);
        Assert.Contains("Missed faults:\n  missed: PASS", ran.Out, StringComparison.Ordinal);
        Assert.Contains("Healthy pairs failed:\n  alarm: FAIL", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_one_object_a_pair_and_a_summary()
    {
        using var folder = Labelled();

        var lines = (await Call.ToolAsync("backtest", folder.Root, "--output", "json")).Exits(0).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).ToArray();

        Assert.Equal(["caught", "missed", "fine", "alarm"], lines[..^1].Select(l => (string)l["id"]!));
        Assert.Equal(["FAIL", "PASS", "PASS", "FAIL"], lines[..^1].Select(l => (string)l["verdict"]!));
        Assert.Equal("HARM_PROVEN", (string)lines[0]["reasonCode"]!);
        Assert.Equal((4, 2, 1, 2, 1), ((int)lines[^1]["pairs"]!, (int)lines[^1]["plainFaults"]!, (int)lines[^1]["caught"]!, (int)lines[^1]["healthySideBySide"]!, (int)lines[^1]["falseAlarms"]!));
    }

    [Fact]
    public async Task Kayentas_rules_are_tried_on_the_same_pairs()
    {
        using var folder = Labelled();

        var ran = (await Call.ToolAsync("backtest", folder.Root, "--judge", "kayenta")).Exits(0);
        var lines = (await Call.ToolAsync("backtest", folder.Root, "--judge", "kayenta", "-o", "json")).Exits(0).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).ToArray();

        Assert.Contains("Plain faults caught: 1 of 2", ran.Out, StringComparison.Ordinal);
        Assert.Contains("Kayenta says Pass", ran.Out, StringComparison.Ordinal);
        Assert.Equal(["SCORE_BELOW_PASS", "KAYENTA_CLASSIFIED", "KAYENTA_CLASSIFIED", "SCORE_BELOW_PASS"], lines[..^1].Select(l => (string)l["reasonCode"]!));
        (await Call.ToolAsync("backtest", folder.Root, "--judge", "spinnaker")).Exits(2);
    }

    [Fact]
    public async Task Two_files_make_a_pair_too()
    {
        using var folder = new TempFolder();
        folder.Write("b.csv", "metric,value\n" + string.Concat(Enumerable.Repeat("m,1\n", 10)));
        folder.Write("c.csv", "metric,value\n" + string.Concat(Enumerable.Repeat("m,100\n", 10)));
        folder.Write("index.csv", Header + "two,b.csv,c.csv,m,samples,increase,fail,fault,n/a,clear\n");

        var ran = (await Call.ToolAsync("backtest", folder.Root)).Exits(0);

        Assert.Contains("Plain faults caught: 1 of 1", ran.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("two,b.csv,c.csv,m,sample,increase,fail,,,\n", "kind 'sample' is not known. Did you mean samples?")]
    [InlineData("two,b.csv,c.csv,m,samples,up,fail,,,\n", "direction 'up' is not known")]
    [InlineData("two,b.csv,c.csv,m,samples,increase,bad,,,\n", "label 'bad' is not known")]
    [InlineData("two,b.csv,c.csv,m,samples,increase,fail,,,\n", "cannot be read")]
    public async Task A_mistake_in_the_index_or_its_files_is_named(string row, string message)
    {
        using var folder = new TempFolder();
        folder.Write("index.csv", Header + row);

        var ran = (await Call.ToolAsync("backtest", folder.Root)).Exits(2);

        Assert.Empty(ran.Out);
        Assert.Contains(message, string.Join(' ', ran.Error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_stand_beside_each_other_with_series_and_tables()
    {
        using var folder = Labelled();
        var random = new Random(1);
        folder.Write("series.csv", "id,file\ns,s.csv\n");
        folder.Write("s.csv", "timestamp,value,label\n" + string.Concat(Enumerable.Range(0, 400).Select(i => $"2026-03-02T{i / 60:00}:{i % 60:00}:00Z,{(i is > 300 and < 305 ? 99 : random.Next(10))},{(i is > 300 and < 305 ? 1 : 0)}\n")));
        folder.Write("multi.csv", "id,file,quiet_from\nt,t.csv,2026-03-02T02:00:00Z\n");
        folder.Write("t.csv", "timestamp,a,b,label\n" + string.Concat(Enumerable.Range(0, 400).Select(i => $"2026-03-02T{i / 60:00}:{i % 60:00}:00Z,{random.Next(100)},{(i is >= 110 and < 113 ? 900 : random.Next(100))},{(i is >= 110 and < 113 ? 1 : 0)}\n")));

        var text = (await Call.ToolAsync("backtest", folder.Root)).Exits(0).Out;
        var summary = JsonNode.Parse((await Call.ToolAsync("backtest", folder.Root, "-o", "json")).Exits(0).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1])!;

        Assert.Contains("1 labelled series", text, StringComparison.Ordinal);
        Assert.Equal(["canaryjudge", "kayenta", "3 sigma"], summary["rules"]!.AsArray().Select(r => (string)r!["rule"]!));
        Assert.All(summary["series"]!.AsArray(), r => Assert.Equal((1, 1), ((int)r!["found"]!, (int)r["faults"]!)));
        Assert.Equal(("judge, joint: guard", 1, 1), ((string)summary["tables"]![1]!["rule"]!, (int)summary["tables"]![1]!["found"]!, (int)summary["tables"]![1]!["faults"]!));
        Assert.All(text.Split('\n').SkipWhile(l => !l.StartsWith("pairs: ", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 80));
    }

    [Theory]
    [InlineData("timestamp,value\n", "column 'label' is missing")]
    [InlineData("timestamp,value,label\n2026-03-02T10:00:00Z,x,0\n", "value 'x' is not a number")]
    [InlineData("timestamp,value,label\nnow,1,0\n", "timestamp 'now' is not an RFC 3339 time")]
    [InlineData("timestamp,value,label\n2026-03-02T10:00:00Z,1,odd\n", "label 'odd' is not 0, 1 or 2")]
    public async Task A_mistake_in_a_series_is_named(string text, string message)
    {
        using var folder = Labelled();
        folder.Write("series.csv", "id,file\ns,s.csv\n");
        folder.Write("s.csv", text.Contains("label", StringComparison.Ordinal) ? text : text + "2026-03-02T10:00:00Z,1\n");

        var ran = (await Call.ToolAsync("backtest", folder.Root)).Exits(2);

        Assert.Contains(message, string.Join(' ', ran.Error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_an_index_says_what_it_needs()
    {
        using var folder = new TempFolder();

        var ran = (await Call.ToolAsync("backtest", folder.Root)).Exits(2);

        Assert.Contains("index.csv", ran.Error, StringComparison.Ordinal);
    }

    /// <summary>A fault caught, one labelled so that it must be missed, a healthy pair, and one labelled so that it must alarm.</summary>
    private static TempFolder Labelled()
    {
        var folder = new TempFolder().With("shift", "healthy-latency");
        const string shift = "shift/data.csv,shift/data.csv,latency_ms,samples,increase", healthy = "healthy-latency/data.csv,healthy-latency/data.csv,latency_ms,samples,increase";
        folder.Write("index.csv", Header + $"caught,{shift},fail,fault,n/a,clear\nmissed,{healthy},fail,fault,n/a,clear\nfine,{healthy},pass,split,yes,\nalarm,{shift},pass,split,yes,\n");
        return folder;
    }
}
