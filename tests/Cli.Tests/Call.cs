using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace CanaryJudge.Cli.Tests;

/// <summary>One run of the real tool as a process of its own.</summary>
internal sealed record Call(params string[] Arguments)
{
    /// <summary>After this long a run is killed and the test fails.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>What is run instead of the tool; null: the tool.</summary>
    public string? Program { get; init; }

    /// <summary>The working directory; null: the checkout.</summary>
    public string? Folder { get; init; }

    /// <summary>Environment variables; null removes one.</summary>
    public Dictionary<string, string?> Variables { get; init; } = [];

    /// <summary>Writes stdin; null: stdin is empty.</summary>
    public Func<Stream, Task>? Input { get; init; }

    /// <summary>Runs while the process does.</summary>
    public Func<Process, Task>? Meanwhile { get; init; }

    /// <summary>The tool beside the tests.</summary>
    public static string Dll { get; } = Path.Combine(AppContext.BaseDirectory, "CanaryJudge.Cli.dll");

    /// <summary>Runs it to its end.</summary>
    public static Task<Ran> ToolAsync(params string[] arguments) => new Call(arguments).RunAsync();

    /// <summary>Runs it to its end.</summary>
    public async Task<Ran> RunAsync()
    {
        using var process = Start();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = ReadAsync(process.StandardOutput.BaseStream, patience.Token);
            var error = ReadAsync(process.StandardError.BaseStream, patience.Token);
            var peak = WatchAsync(process, patience.Token);
            var input = WriteAsync(process);
            if (Meanwhile is not null)
            {
                await Meanwhile(process);
            }

            await process.WaitForExitAsync(patience.Token);
            await input.WaitAsync(patience.Token);
            return new(process.ExitCode, await output, Encoding.UTF8.GetString(await error), await peak);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Starts it; the caller ends it.</summary>
    public Process Start()
    {
        var start = new ProcessStartInfo(Program ?? "dotnet", Program is null ? [Dll, .. Arguments] : Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder ?? Checkout.Root,
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["TZ"] = "UTC";
        start.Environment["XDG_STATE_HOME"] = ServerProcess.NewState();
        start.Environment.Remove("NO_COLOR");
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Sends a signal, as <c>kill</c> does.</summary>
    public static async Task SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("/bin/kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, cancellation);
        return all.ToArray();
    }

    private async Task WriteAsync(Process process)
    {
        try
        {
            if (Input is not null)
            {
                await Input(process.StandardInput.BaseStream);
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The tool may stop reading.
        }
    }

    /// <summary>The most memory it ever held, where the system tells.</summary>
    private static async Task<long> WatchAsync(Process process, CancellationToken cancellation)
    {
        long peak = 0;
        while (OperatingSystem.IsLinux() && !process.HasExited)
        {
            try
            {
                var line = File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
                peak = line is null ? peak : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
            }
            catch (IOException)
            {
                // It has just ended.
            }

            await Task.Delay(20, cancellation);
        }

        return peak;
    }
}

/// <summary>What a run left.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Bytes">Its stdout.</param>
/// <param name="Error">Its stderr.</param>
/// <param name="Peak">The most bytes of memory it held, as far as was seen.</param>
internal sealed record Ran(int Code, byte[] Bytes, string Error, long Peak)
{
    /// <summary>Its stdout as text.</summary>
    public string Out => Encoding.UTF8.GetString(Bytes);

    /// <summary>Its stderr with every run of blanks and line breaks as one blank: reports are wrapped.</summary>
    public string Said => string.Join(' ', Error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Asserts the exit code, showing both streams where it is another.</summary>
    public Ran Exits(int code)
    {
        Assert.True(code == Code, $"exit code {Code} instead of {code}\nstdout: {Out}\nstderr: {Error}");
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        return this;
    }

    /// <summary>Asserts that it was refused: exit code 2, nothing on stdout, and these words on stderr.</summary>
    public void IsRefused(params string[] words)
    {
        Exits(2);
        Assert.Empty(Out);
        Assert.DoesNotContain("Exception", Error, StringComparison.Ordinal);
        foreach (var word in words)
        {
            Assert.Contains(word, Said, StringComparison.Ordinal);
        }
    }
}
