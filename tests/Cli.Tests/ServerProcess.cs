using System.Diagnostics;
using System.Text.RegularExpressions;

[assembly: AssemblyFixture(typeof(CanaryJudge.Cli.Tests.ServerProcess))]

namespace CanaryJudge.Cli.Tests;

/// <summary>One real server for all tests, started as a user starts it.</summary>
public sealed partial class ServerProcess : IAsyncLifetime
{
    private Process? _process;

    public string Grpc { get; private set; } = "";

    public Uri Http { get; private set; } = new("http://127.0.0.1");

    public HttpClient Client { get; } = new();

    public async ValueTask InitializeAsync()
    {
        _process = new Call("serve", "--grpc-port", "0", "--http-port", "0").Start();
        (Grpc, Http) = await ListeningAsync(_process);
        _ = _process.StandardError.ReadToEndAsync();
        _ = _process.StandardOutput.ReadToEndAsync();
    }

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process?.Kill();
        _process?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Reads the line that says where a server listens.</summary>
    internal static async Task<(string Grpc, Uri Http)> ListeningAsync(Process process)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await process.StandardError.ReadLineAsync(patience.Token) is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                return (match.Groups["grpc"].Value, new(match.Groups["http"].Value));
            }
        }

        throw new InvalidOperationException("The server ended before it listened.");
    }

    [GeneratedRegex("^listening grpc=(?<grpc>\\S+) http=(?<http>\\S+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listening();
}
