using System.Globalization;
using System.Runtime.InteropServices;

namespace CanaryJudge.Figures;

/// <summary>The pages of figures: each command writes its own section and leaves the others alone.</summary>
internal static class Page
{
    private const string Performance = "docs/performance.md";

    /// <summary>The machine, without its name.</summary>
    public static string Machine { get; } =
        $"{Environment.ProcessorCount} cores of {Processor()}, {RuntimeInformation.OSDescription}, .NET {Environment.Version}";

    /// <summary>Replaces what stands between the section's marks on the page of times.</summary>
    /// <param name="section">The command's name.</param>
    /// <param name="lines">The new lines.</param>
    public static void Write(string section, IEnumerable<string> lines) => Write(Performance, section, lines);

    /// <summary>Replaces what stands between the section's marks.</summary>
    /// <param name="file">The page.</param>
    /// <param name="section">The command's name.</param>
    /// <param name="lines">The new lines.</param>
    public static void Write(string file, string section, IEnumerable<string> lines)
    {
        var (begin, end) = ($"<!-- figures: {section} -->", "<!-- end of figures -->");
        var page = File.ReadAllText(file);
        var from = page.IndexOf(begin, StringComparison.Ordinal);
        var to = from < 0 ? -1 : page.IndexOf(end, from, StringComparison.Ordinal);
        if (to < 0)
        {
            throw new InvalidOperationException($"{file} has no section between '{begin}' and '{end}'.");
        }

        string[] text = [begin, "", .. lines, "", $"Measured on {Machine}, load average {Load()}.", ""];
        File.WriteAllText(file, page[..from] + string.Join('\n', text) + page[to..]);
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
    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[1] : "unknown";

    private static string Processor() =>
        File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "an unknown processor"
            : RuntimeInformation.ProcessArchitecture.ToString();
}
