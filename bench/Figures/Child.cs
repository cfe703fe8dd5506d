using System.Diagnostics;
using System.Globalization;

namespace CanaryJudge.Figures;

/// <summary>A program that is run to its end.</summary>
internal static class Child
{
    /// <summary>Runs a program.</summary>
    /// <returns>What it printed, its time from start to end, and the most memory it held, in bytes.</returns>
    /// <exception cref="InvalidOperationException">It ended with another code than the allowed ones.</exception>
    public static (string Output, TimeSpan Time, long Memory) Run(string program, string[] arguments, params int[] allowed)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEndAsync();
        long memory = 0;
        do
        {
            memory = Math.Max(memory, Peak(process.Id));
        }
        while (!process.WaitForExit(10));

        var time = Stopwatch.GetElapsedTime(start);
        return process.ExitCode == 0 || allowed.Contains(process.ExitCode)
            ? (output.GetAwaiter().GetResult(), time, memory)
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    /// <summary>The high-water mark that the kernel keeps; 0 when the process is gone.</summary>
    private static long Peak(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
