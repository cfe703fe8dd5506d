using System.Diagnostics;

namespace CanaryJudge.Docs.Tests;

/// <summary>A folder that looks like the checkout to a reader's commands, and takes the files that they write.</summary>
internal sealed class Sandbox : IDisposable
{
    // What the pages say; a test takes free ports instead.
    private const string GrpcOfPages = "http://127.0.0.1:50051", HttpOfPages = "http://127.0.0.1:8080";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("canaryjudge-docs-");
    private Process? _server;
    private string _grpc = GrpcOfPages, _http = HttpOfPages;

    public Sandbox()
    {
        // Links, so that the tool is not built again and finds all that it needs.
        foreach (var entry in new DirectoryInfo(Checkout.Root).EnumerateFileSystemInfos().Where(e => !e.Name.StartsWith(".git", StringComparison.Ordinal)))
        {
            File.CreateSymbolicLink(Path.Combine(_folder.FullName, entry.Name), entry.FullName);
        }
    }

    /// <summary>The address of the running server's gRPC door.</summary>
    public string Grpc => _grpc;

    /// <summary>Writes a file that a page tells its reader to write; what it says of a running server's doors is true of this one's.</summary>
    public void Write(string name, IEnumerable<string> lines)
    {
        var file = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, Ours(string.Join('\n', lines)) + "\n");
    }

    /// <summary>Runs a command as a reader would, stdout and stderr together.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(string command, CancellationToken cancellation)
    {
        using var bash = Start($"exec 2>&1; {Ours(command)}");
        var output = await bash.StandardOutput.ReadToEndAsync(cancellation);
        await bash.WaitForExitAsync(cancellation);
        return (bash.ExitCode, Theirs(output));
    }

    /// <summary>Starts a server that runs until the end.</summary>
    /// <returns>Its first line.</returns>
    public async Task<string> ServeAsync(string command, CancellationToken cancellation)
    {
        Stop();
        _server = Start($"exec {command} --grpc-port 0 --http-port 0 2>&1");
        var line = await _server.StandardOutput.ReadLineAsync(cancellation) ?? "";
        var doors = line.Split(' ').Where(p => p.Contains('=', StringComparison.Ordinal)).Select(p => p.Split('=')).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
        (_grpc, _http) = (doors.GetValueOrDefault("grpc", GrpcOfPages), doors.GetValueOrDefault("http", HttpOfPages));

        // A full pipe would stop the server.
        _ = _server.StandardOutput.ReadToEndAsync(CancellationToken.None);
        return Theirs(line);
    }

    public void Dispose()
    {
        Stop();
        StopLeftOver();
        _folder.Delete(recursive: true);
    }

    private void Stop()
    {
        _server?.Kill(entireProcessTree: true);
        _server?.WaitForExit();
        _server?.Dispose();
        _server = null;
    }

    /// <summary>Ends what a page started in the background and, because it failed on the way, did not end: pages keep ids in files named so.</summary>
    private void StopLeftOver()
    {
        foreach (var file in _folder.EnumerateFiles("*.pid"))
        {
            try
            {
                using var process = Process.GetProcessById(int.Parse(File.ReadAllText(file.FullName)));
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }
            catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException or IOException)
            {
                // It has ended, as it should.
            }
        }
    }

    private string Ours(string text) => text.Replace(GrpcOfPages, _grpc, StringComparison.Ordinal).Replace(HttpOfPages, _http, StringComparison.Ordinal);

    private string Theirs(string text) => text.Replace(_grpc, GrpcOfPages, StringComparison.Ordinal).Replace(_http, HttpOfPages, StringComparison.Ordinal);

    private Process Start(string script)
    {
        var start = new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("CANARYJUDGE_", StringComparison.Ordinal) || k is "COLUMNS" or "NO_COLOR").ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["CANARYJUDGE_SERVER"] = _grpc;
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["XDG_STATE_HOME"] = Path.Combine(_folder.FullName, "state");
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
