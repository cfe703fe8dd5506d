using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CanaryJudge.Traffic;

/// <summary>The programs of a scene, each a real process; all are gone afterwards.</summary>
internal sealed class Programs : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Dictionary<string, Process> _running = new(StringComparer.Ordinal);

    private readonly string _folder;

    /// <summary>No programs yet.</summary>
    /// <param name="folder">Takes what they say; they run in it.</param>
    public Programs(string folder)
    {
        _folder = folder;
        AppDomain.CurrentDomain.ProcessExit += KillAll;
    }

    /// <summary>Loopback ports that are free.</summary>
    public static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        Array.ForEach(listeners, l => l.Start());
        int[] ports = [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        Array.ForEach(listeners, l => l.Stop());
        return ports;
    }

    /// <summary>Starts a program of this repository, which stands beside this one.</summary>
    public Process StartOurs(string name, string dll, params string[] arguments) => Start(name, "dotnet", [Path.Combine(AppContext.BaseDirectory, dll), .. arguments]);

    /// <summary>Starts a program; what it says goes to a file of its name.</summary>
    public Process Start(string name, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder };
        start.Environment["XDG_STATE_HOME"] = Path.Combine(_folder, "state");
        start.Environment["LC_ALL"] = "C.UTF-8";
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        var log = TextWriter.Synchronized(new StreamWriter(Log(name)) { AutoFlush = true });
        DataReceivedEventHandler write = (_, line) => log.WriteLine(line.Data);
        process.OutputDataReceived += write;
        process.ErrorDataReceived += write;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _running[name] = process;
        return process;
    }

    /// <summary>Waits until a program takes connections.</summary>
    public async Task ListensAsync(string name, int port)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port, patience.Token);
                return;
            }
            catch (SocketException) when (!_running[name].HasExited)
            {
                await Task.Delay(50, patience.Token);
            }
            catch (SocketException e)
            {
                throw new InvalidOperationException($"{name} ended: {Said(name)}", e);
            }
        }
    }

    /// <summary>What a program said.</summary>
    public string Said(string name)
    {
        using var reader = new StreamReader(new FileStream(Log(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    /// <summary>Ends a program as a crash does.</summary>
    public async Task KillAsync(string name)
    {
        if (_running.Remove(name, out var process))
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>Asks a program to end, and waits until it has.</summary>
    public async Task EndAsync(string name)
    {
        using (var kill = Process.Start("/bin/kill", ["-TERM", $"{_running[name].Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        using var patience = new CancellationTokenSource(Patience);
        await _running[name].WaitForExitAsync(patience.Token);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillAll;
        foreach (var name in _running.Keys.ToArray())
        {
            await KillAsync(name);
        }
    }

    private void KillAll(object? sender, EventArgs e)
    {
        foreach (var process in _running.Values.Where(p => !p.HasExited))
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private string Log(string name) => Path.Combine(_folder, $"{name}.log");
}
