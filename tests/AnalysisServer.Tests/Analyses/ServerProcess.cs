using System.Diagnostics;
using System.Text.RegularExpressions;
using CanaryJudge.Contracts.V1;
using Grpc.Net.Client;

namespace CanaryJudge.AnalysisServer.Tests.Analyses;

/// <summary>The server as a process of its own, to be killed.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, string grpc, string http)
    {
        _process = process;
        (Grpc, Http) = (new(grpc), new() { BaseAddress = new(http) });
        Channel = GrpcChannel.ForAddress(grpc, new() { MaxReceiveMessageSize = null, MaxSendMessageSize = null });
        Analyses = new(Channel);
    }

    public Uri Grpc { get; }

    public HttpClient Http { get; }

    public GrpcChannel Channel { get; }

    public AnalysisService.AnalysisServiceClient Analyses { get; }

    public static async Task<ServerProcess> StartAsync(params string[] arguments)
    {
        var process = Run(arguments);
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
                return new(process, match.Groups["grpc"].Value, match.Groups["http"].Value);
            }
        }

        throw new InvalidOperationException("The server ended before it listened.");
    }

    /// <summary>Starts a server that is expected to refuse.</summary>
    public static async Task<(int ExitCode, string Error)> RefusedAsync(params string[] arguments)
    {
        using var process = Run(arguments);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error);
    }

    public int Id => _process.Id;

    /// <summary>Ends it as a crash would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Asks it to end, and waits until it has.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", $"-TERM {Id}");
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        Http.Dispose();
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static Process Run(string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CanaryJudge.AnalysisServer.dll"), "--grpc-port", "0", "--http-port", "0", .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;

    [GeneratedRegex("^listening grpc=(?<grpc>\\S+) http=(?<http>\\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listening();
}
