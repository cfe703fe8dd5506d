namespace CanaryJudge.Cli.Tests;

public sealed class ExitCodeTests
{
    private static readonly string[] Undecided = ["shift", "low-traffic", "empty-canary", "healthy-latency"];

    [Theory]
    [InlineData("healthy-latency", 0)]
    [InlineData("shift", 1)]
    [InlineData("low-traffic", 3)]
    [InlineData("empty-canary", 4)]
    [InlineData("no-data", 4)]
    public async Task A_verdict_has_its_exit_code(string fixture, int code) =>
        (await Call.ToolAsync("judge", Checkout.Fixture(fixture), "--quiet")).Exits(code);

    [Theory]
    [InlineData("low-traffic", 0, "--map", "inconclusive=0")]
    [InlineData("low-traffic", 0, "--exit-zero")]
    [InlineData("shift", 0, "--exit-zero")]
    [InlineData("empty-canary", 4, "--map", "inconclusive=0")]
    [InlineData("empty-canary", 9, "--map", "no-data=9")]
    [InlineData("shift", 7, "--exit-zero", "--map", "fail=7")]
    [InlineData("shift", 6, "--map", "fail=5", "--map", "fail=6")]
    [InlineData("healthy-latency", 11, "--map", "PASS=11")]
    public async Task Exit_codes_can_be_changed(string fixture, int code, params string[] options) =>
        (await Call.ToolAsync(["judge", Checkout.Fixture(fixture), "--quiet", .. options])).Exits(code);

    [Fact]
    public async Task Bad_data_stays_an_error_whatever_is_asked()
    {
        using var folder = new TempFolder();
        folder.Write("a.csv", "");

        (await Call.ToolAsync("judge", folder.At("a.csv"), "--exit-zero")).IsRefused("a.csv error");
        (await Call.ToolAsync("batch", folder.Root, "--exit-zero", "--quiet")).Exits(2);
    }

    [Fact]
    public async Task A_batch_without_expectations_exits_with_its_worst_case()
    {
        using var folder = new TempFolder().With(Undecided);
        foreach (var name in Undecided)
        {
            File.Delete(folder.At($"{name}/expected.yaml"));
        }

        // The worst first: FAIL, no data, INCONCLUSIVE, PASS.
        int[] codes = [1, 4, 3, 0];
        foreach (var (name, code) in new[] { "shift", "empty-canary", "low-traffic", "healthy-latency" }.Zip(codes))
        {
            (await Call.ToolAsync("batch", folder.Root, "--quiet")).Exits(code);
            Directory.Move(folder.At(name), folder.At($".{name}"));
        }

        Directory.Move(folder.At(".shift"), folder.At("shift"));
        (await Call.ToolAsync("batch", folder.Root, "-q", "--map", "fail=0")).Exits(0);
        (await Call.ToolAsync("batch", folder.Root, "-q", "--exit-zero")).Exits(0);
    }

    [Fact]
    public async Task No_server_exits_with_5_and_says_how_to_start_one()
    {
        var ran = (await Call.ToolAsync("evaluate", Checkout.Fixture("shift"), "--server", "127.0.0.1:1")).Exits(5);

        Assert.Empty(ran.Out);
        Assert.Contains("127.0.0.1:1", ran.Error, StringComparison.Ordinal);
        Assert.Contains("canaryjudge serve", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Much_data_in_too_little_time_exits_with_124()
    {
        using var folder = new TempFolder();
        var path = folder.Write("many.csv", Csv.Points(200_000));

        var ran = (await Call.ToolAsync("judge", path, "--timeout", "1ms")).Exits(124);

        Assert.Empty(ran.Out);
        Assert.Contains("not done within 1 ms (--timeout)", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_that_brings_nothing_is_not_waited_for_beyond_the_timeout()
    {
        var over = new TaskCompletionSource();

        var ran = await new Call("judge", "-", "--timeout", "500ms")
        {
            Input = _ => over.Task,
            Meanwhile = async p =>
            {
                await p.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
                over.SetResult();
            },
        }.RunAsync();

        ran.Exits(124);
        Assert.Empty(ran.Out);
    }

    [Fact]
    public async Task An_interruption_exits_with_130()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var over = new TaskCompletionSource();

        var ran = await new Call("judge", "-", "--output", "json")
        {
            Input = async stdin =>
            {
                // It waits for the rest of the rows when the signal comes.
                await stdin.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Csv.Points(5_000)));
                await stdin.FlushAsync();
                await over.Task;
            },
            Meanwhile = async p =>
            {
                await Soon.UntilAsync(() => File.ReadLines($"/proc/{p.Id}/status").Any(l => l.StartsWith("SigCgt:", StringComparison.Ordinal) && (Convert.ToUInt64(l[7..].Trim(), 16) & 2) != 0));
                await Call.SignalAsync(p, "INT");
                await p.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
                over.SetResult();
            },
        }.RunAsync();

        ran.Exits(130);
        Assert.Empty(ran.Out);
    }
}
