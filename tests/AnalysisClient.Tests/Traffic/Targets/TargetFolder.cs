using System.Diagnostics;
using System.Net.Sockets;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Targets;

/// <summary>A folder with a real program that serves on a Unix socket in it, so that no two tests meet at a port.</summary>
internal sealed class TargetFolder : IDisposable
{
    private Process? _process;

    /// <summary>Short, since the path of a socket has at most 107 characters.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("cj-").FullName;

    public string this[string name] => Path.Combine(Root, name);

    public void Write(string name, string text) => File.WriteAllText(this[name], text);

    public string Read(string name) => File.ReadAllText(this[name]);

    /// <summary>Starts the program and waits until its socket answers.</summary>
    public async Task StartAsync(string socket, string program, params string[] arguments)
    {
        _process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{program} does not start.");
        var said = _process.StandardError.ReadToEndAsync();
        _ = _process.StandardOutput.ReadToEndAsync();
        while (!await AnswersAsync(this[socket]))
        {
            Assert.False(_process.HasExited, _process.HasExited ? $"{program} ended: {await said}" : "");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Sends the program a signal.</summary>
    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process!.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Stops the program and its workers.</summary>
    public void Stop()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        Stop();
        Directory.Delete(Root, recursive: true);
    }

    private static async Task<bool> AnswersAsync(string path)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
