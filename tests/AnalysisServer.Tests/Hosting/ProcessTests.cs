using System.Diagnostics;
using System.Text.RegularExpressions;

namespace CanaryJudge.AnalysisServer.Tests.Hosting;

/// <summary>The server as an operator starts it.</summary>
public sealed class ProcessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_says_where_it_listens_serves_and_ends_with_zero_on_a_term_signal()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "There is no SIGTERM.");
        using var data = new TempFolder();
        using var server = Start("--grpc-port", "0", "--http-port", "0", "--data", data.Path);
        using var http = new HttpClient();

        var line = await server.StandardError.ReadLineAsync(Cancellation);
        var door = Regex.Match(line!, @"^listening grpc=http://127\.0\.0\.1:\d+ http=(?<http>http://127\.0\.0\.1:\d+)$", RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.True(door.Success, line);
        var ready = await http.GetStringAsync(new Uri($"{door.Groups["http"].Value}/readyz"), Cancellation);
        using (var kill = Process.Start("kill", ["-TERM", $"{server.Id}"]))
        {
            await kill.WaitForExitAsync(Cancellation);
        }

        await server.WaitForExitAsync(Cancellation);
        Assert.Equal("Healthy", ready);
        Assert.Equal(0, server.ExitCode);
        Assert.Equal("", await server.StandardOutput.ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task A_wrong_setting_is_one_line_on_stderr_and_exit_code_two()
    {
        using var server = Start("--grpc-address", "0.0.0.0");

        var error = await server.StandardError.ReadToEndAsync(Cancellation);
        await server.WaitForExitAsync(Cancellation);

        Assert.Equal(2, server.ExitCode);
        Assert.StartsWith("canaryjudge serve: Server:GrpcAddress (--grpc-address, CANARYJUDGE_GRPC_ADDRESS) is 0.0.0.0, beyond loopback", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CanaryJudge.AnalysisServer.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
