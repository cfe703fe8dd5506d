using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace CanaryJudge.Cli.Tests;

/// <summary>The proxy as a command.</summary>
public sealed partial class ProxyTests
{
    private const string Baseline = "--baseline=http://127.0.0.1:9", Canary = "--canary=http://127.0.0.1:9";

    [Theory]
    [InlineData("--sticky=user", "'user': --sticky takes cookie:NAME, header:NAME or none.")]
    [InlineData("--mirror=10", "'10': --mirror takes a share from 0% to 100%.")]
    [InlineData("--timeout=soon", "'soon': --timeout takes a duration such as 30s.")]
    [InlineData("--canary=shop", "'shop': --canary takes an address such as http://127.0.0.1:9001.")]
    [InlineData("--control=0.0.0.0:1", "Control is '0.0.0.0:1'; whoever reaches it sets the weight, so it must be a loopback address.")]
    public async Task What_cannot_be_used_is_said_in_one_line(string option, string message)
    {
        string[] arguments = [.. new[] { "proxy", Baseline, Canary }.Where(a => a.Split('=')[0] != option.Split('=')[0]), option];
        var ran = await Call.ToolAsync(arguments);

        Assert.Equal(ExitCode.Usage, ran.Code);
        Assert.Contains(message, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_where_it_listens_takes_orders_and_ends_at_a_signal_with_0()
    {
        using var process = new Call("proxy", Baseline, Canary, "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0").Start();
        var line = await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        var control = new Uri(Listening().Match(line!).Groups["control"].Value);
        using var http = new HttpClient();

        using var answer = await http.PutAsJsonAsync(new Uri(control, "/split"), new { rolloutId = "by-hand", basisPoints = 500 }, TestContext.Current.CancellationToken);
        var state = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var kill = System.Diagnostics.Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Contains("\"basisPoints\":500", state, StringComparison.Ordinal);
        Assert.Equal(0, process.ExitCode);
    }

    [GeneratedRegex(@"^listening proxy=http://127\.0\.0\.1:[0-9]+ control=(?<control>http://127\.0\.0\.1:[0-9]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listening();
}
