using System.Globalization;
using System.Runtime.InteropServices;

namespace CanaryJudge.Figures;

/// <summary>The page of figures: each command writes its own section and leaves the others alone.</summary>
internal static class Page
{
    private const string File = "docs/performance.md";

    /// <summary>The machine, without its name.</summary>
    public static string Machine { get; } =
        $"{Environment.ProcessorCount} cores of {Processor()}, {RuntimeInformation.OSDescription}, .NET {Environment.Version}";

    /// <summary>Replaces what stands between the section's marks.</summary>
    /// <param name="section">The command's name.</param>
    /// <param name="lines">The new lines.</param>
    public static void Write(string section, IEnumerable<string> lines)
    {
        var (begin, end) = ($"<!-- figures: {section} -->", "<!-- end of figures -->");
        var page = System.IO.File.ReadAllText(File);
        var from = page.IndexOf(begin, StringComparison.Ordinal);
        var to = from < 0 ? -1 : page.IndexOf(end, from, StringComparison.Ordinal);
        if (to < 0)
        {
            throw new InvalidOperationException($"{File} has no section between '{begin}' and '{end}'.");
        }

        string[] text = [begin, "", .. lines, "", $"Measured on {Machine}, load average {Load()}.", ""];
        System.IO.File.WriteAllText(File, page[..from] + string.Join('\n', text) + page[to..]);
        Console.WriteLine(string.Join('\n', text));
    }

    /// <summary>A number with three digits, for tables.</summary>
    public static string Number(double value) => value switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.ToString("0.000", CultureInfo.InvariantCulture),
    };

    /// <summary>How many programs wanted a core in the last five minutes; far above the number of cores the times are too long.</summary>
    private static string Load() => System.IO.File.Exists("/proc/loadavg") ? System.IO.File.ReadAllText("/proc/loadavg").Split(' ')[1] : "unknown";

    private static string Processor() =>
        System.IO.File.Exists("/proc/cpuinfo")
            ? System.IO.File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "an unknown processor"
            : RuntimeInformation.ProcessArchitecture.ToString();
}
