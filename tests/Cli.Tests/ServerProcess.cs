using System.Diagnostics;
using System.Text.RegularExpressions;

[assembly: AssemblyFixture(typeof(CanaryJudge.Cli.Tests.ServerProcess))]

namespace CanaryJudge.Cli.Tests;

/// <summary>One real server for all tests, started as a user starts it.</summary>
public sealed partial class ServerProcess : IAsyncLifetime
{
    private static readonly string States = Directory.CreateTempSubdirectory("canaryjudge-state-").FullName;
    private static int _states;

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
        _process?.WaitForExit();
        _process?.Dispose();
        Directory.Delete(States, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>A state folder of its own for each program, so that no two servers meet; gone after the tests.</summary>
    internal static string NewState() => Path.Combine(States, $"{Interlocked.Increment(ref _states)}");

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
