using System.Text.Json.Nodes;

namespace CanaryJudge.Cli.Tests;

/// <summary>What is odd but can be judged is a judgement, never an error and never a crash.</summary>
public sealed class OddDataTests
{
    public static TheoryData<string, string, int, string, string?> Odd { get; } = new()
    {
        { "only a header", Csv.Header, 4, "NO_DATA", null },
        { "one arm", Csv.Header + string.Concat(Enumerable.Range(0, 30).Select(i => $"{1_767_225_600 + (60 * i)},baseline,m,{i % 7}\n")), 4, "ONE_ARM_EMPTY", null },
        { "two values per arm", Csv.Points(2, "latency_ms"), 3, "NOT_ENOUGH_DATA", null },
        { "nothing but NaN", Csv.Points(40, value: _ => "NaN"), 4, "NO_DATA", "NAN_DROPPED" },
        { "some NaN", Csv.Points(60, value: i => i % 10 == 0 ? "NaN" : $"{50 + (i * 7 % 11)}"), 0, "HARM_RULED_OUT", "NAN_DROPPED" },
        { "infinities", Csv.Points(60, value: i => i % 10 == 0 ? "-Inf" : $"{50 + (i * 7 % 11)}"), 0, "HARM_RULED_OUT", "INFINITE_DROPPED" },
        { "values beyond reason", Csv.Points(40, value: i => $"{(i % 7) + 1}e307"), 4, "NO_DATA", null },
        { "values next to nothing", Csv.Points(40, value: i => $"{(i % 7) + 1}e-320"), 0, "HARM_RULED_OUT", null },
        { "rows given twice", Csv.Points(60) + Csv.Points(60)[Csv.Header.Length..], 0, "HARM_RULED_OUT", null },
        { "rows in reverse", Csv.Header + string.Join('\n', Csv.Points(60)[Csv.Header.Length..].TrimEnd('\n').Split('\n').Reverse()) + "\n", 0, "HARM_RULED_OUT", null },
        { "two values at one time", Csv.Points(60) + "1767225600,canary,cpu_percent,99\n", 3, "CONFLICTING_VALUES", null },
        { "totals as of bytes", Rows("timestamp,arm,metric,value,total", i => $"errors,{(i * 7 % 11) + 1},9007199254740992"), 0, "HARM_RULED_OUT", null },
        { "buckets of huge counts", Rows("timestamp,arm,metric,value,le", i => $"latency_ms,{1_000_000_000_000_000 + i},0.1", i => $"latency_ms,{2_000_000_000_000_000 + i},+Inf"), 0, "HARM_RULED_OUT", null },
        { "centuries apart", Csv.Header + string.Concat(Enumerable.Range(0, 30).Select(i => $"1678-01-02T00:{i:00}:00Z,baseline,m,{i}\n2261-12-30T00:{i:00}:00Z,canary,m,{i}\n")), 3, "", null },
    };

    [Theory]
    [MemberData(nameof(Odd), DisableDiscoveryEnumeration = true)]
    public async Task Odd_data_are_judged_with_a_named_reason(string what, string csv, int code, string reason, string? warning)
    {
        using var folder = new TempFolder();
        var path = folder.Write("data.csv", csv);

        var ran = (await Call.ToolAsync("judge", path, "-o", "json")).Exits(code);

        Assert.NotEmpty(what);
        Assert.Empty(ran.Error);
        var judgement = JsonNode.Parse(ran.Out)!;
        string[] reasons = [judgement["reasonCode"]!.GetValue<string>(), .. judgement["metrics"]!.AsArray().Select(m => m!["reasonCode"]!.GetValue<string>())];
        Assert.True(reason.Length == 0 || reasons.Contains(reason), string.Join(", ", reasons));
        if (warning is not null)
        {
            var warnings = judgement["warnings"]!.AsArray().Concat(judgement["metrics"]!.AsArray().SelectMany(m => m!["warnings"]!.AsArray()));
            Assert.Contains(warning, warnings.Select(w => w!["code"]!.GetValue<string>()));
        }
    }

    [Fact]
    public async Task Bad_rows_can_be_skipped_and_are_counted()
    {
        using var folder = new TempFolder();
        var path = folder.Write("data.csv", Csv.Points(60) + "1767225700,blue,cpu_percent,1\n1767225700,canary,cpu_percent,fast\n");

        (await Call.ToolAsync("judge", path)).Exits(2);
        var ran = (await Call.ToolAsync("judge", path, "--skip-bad-rows", "-o", "json")).Exits(0);

        var skipped = JsonNode.Parse(ran.Out)!["warnings"]!.AsArray().Single(w => w!["code"]!.GetValue<string>() == "BAD_ROWS_SKIPPED")!;
        Assert.Contains("2 of 122 rows", skipped["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("data.csv:122:2 warning: arm 'blue'", ran.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_million_rows_are_judged_in_bounded_memory()
    {
        var ran = await new Call("judge", "-", "-q")
        {
            Input = async stdin => await stdin.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Csv.Points(500_000))),
        }.RunAsync();

        ran.Exits(0);
        Assert.InRange(ran.Peak, 0, 400_000_000);
    }

    [Fact]
    public async Task A_thousand_metrics_are_judged_by_one_policy()
    {
        using var folder = new TempFolder();
        var names = Enumerable.Range(0, 1000).Select(i => $"metric_{i}").ToArray();
        folder.Write("data.csv", Csv.Header + string.Concat(names.Select(n => Csv.Points(20, n)[Csv.Header.Length..])));
        folder.Write("policy.yaml", "name: thousand\nmetrics:\n" + string.Concat(names.Select(n => $"  - {{name: {n}, kind: points, margin: 50%}}\n")));

        var ran = await Call.ToolAsync("judge", folder.Root, "-o", "json");

        Assert.InRange(ran.Code, 0, 3);
        Assert.Equal(1000, JsonNode.Parse(ran.Out)!["metrics"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_policy_from_a_pipe_counts_here_and_through_a_server()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var policy = "printf 'metrics: [{name: latency_ms, muted: true}]'";

        var ran = await new Call("-c", $"dotnet '{Call.Dll}' judge '{Checkout.Fixture("shift")}' -o json -p <({policy})") { Program = "/bin/bash" }.RunAsync();

        Assert.True(JsonNode.Parse(ran.Exits(3).Out)!["metrics"]![0]!["muted"]!.GetValue<bool>());
    }

    private static string Rows(string header, params Func<int, string>[] rows) =>
        header + "\n" + string.Concat(Enumerable.Range(0, 40).SelectMany(i => new[] { "baseline", "canary" }.SelectMany(a => rows.Select(r => $"{1_767_225_600 + (60 * i)},{a},{r(i)}\n"))));
}
