using System.Globalization;

namespace CanaryJudge.Traffic;

/// <summary>A request as the visitors wrote it down.</summary>
/// <param name="Begin">When it began.</param>
/// <param name="End">When it was over.</param>
/// <param name="User">Who.</param>
/// <param name="Status">The code; 0: no answer.</param>
/// <param name="Version">Which version answered; empty: none did.</param>
/// <param name="Again">How often it was sent again because a kept connection had been closed.</param>
internal readonly record struct Visit(DateTimeOffset Begin, DateTimeOffset End, int User, int Status, string Version, int Again)
{
    /// <summary>Whether the canary answered.</summary>
    public bool IsCanary => Version == Scene.Canary;

    /// <summary>Whether no version answered.</summary>
    public bool HasFailed => Version.Length == 0;
}

/// <summary>The visitors' log.</summary>
internal static class Visits
{
    /// <summary>Reads a log whose writer has ended.</summary>
    public static IReadOnlyList<Visit> Read(string file) =>
    [
        .. File.ReadLines(file).Select(l => l.Split('\t')).Select(f =>
        {
            var begin = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(f[0], CultureInfo.InvariantCulture));
            return new Visit(
                begin, begin + TimeSpan.FromMilliseconds(double.Parse(f[1], CultureInfo.InvariantCulture)), int.Parse(f[2], CultureInfo.InvariantCulture),
                int.Parse(f[3], CultureInfo.InvariantCulture), f[4], int.Parse(f[5], CultureInfo.InvariantCulture));
        }),
    ];
}
