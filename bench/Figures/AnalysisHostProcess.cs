using System.Diagnostics;
using System.Globalization;

namespace CanaryJudge.Figures;

/// <summary>The real server in a process of its own, with data in a folder that is gone afterwards.</summary>
internal sealed class AnalysisHostProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("canaryjudge-figures-");
    private readonly Process _process;

    private AnalysisHostProcess(params string[] flags)
    {
        _process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CanaryJudge.Figures.dll"), "analysis-server", "--data", _data.FullName, .. flags])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
    }

    /// <summary>The server's gRPC door.</summary>
    public string Judge { get; private set; } = "";

    /// <summary>The bare stream's door.</summary>
    public string Bare { get; private set; } = "";

    /// <summary>CPU time used so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Memory that it holds now, in bytes.</summary>
    public long Memory => 1024 * long.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    /// <summary>Starts it.</summary>
    /// <param name="flags">The server's.</param>
    public static async Task<AnalysisHostProcess> StartAsync(params string[] flags)
    {
        var host = new AnalysisHostProcess(flags);
        var addresses = (await host._process.StandardOutput.ReadLineAsync().ConfigureAwait(false))!.Split(' ');
        (host.Judge, host.Bare) = (addresses[0], addresses[1]);
        return host;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
        _data.Delete(recursive: true);
    }
}
