using System.Globalization;

namespace CanaryJudge.Figures;

/// <summary>Judging ever larger files: time and memory, beside merely parsing them.</summary>
internal static class GrowthFigures
{
    private const long Smallest = 1_000;

    public static void Run(long largest)
    {
        var folder = Directory.CreateTempSubdirectory("canaryjudge-growth-");
        try
        {
            var rows = new List<string>();
            for (var count = Smallest; count <= largest; count *= 10)
            {
                rows.Add(Row(Path.Combine(folder.FullName, "latency.csv"), count));
            }

            Page.Write(
                "growth",
                [
                    "Latencies of one metric in both arms, `timestamp,arm,metric,value` with times to the millisecond. Each line is a process of its own, its start included.",
                    "",
                    "| rows | file, MB | judge, s | MB/s | peak memory, MB | merely parse, s | MB/s | judge / parse |",
                    "|---|---|---|---|---|---|---|---|",
                    .. rows,
                ]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Row(string file, long count)
    {
        LatencyFile.Write(file, count);
        var size = new FileInfo(file).Length / 1e6;

        // The file is in the disk's cache for both.
        var parse = Child.Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "CanaryJudge.Figures.dll"), "parse", file]).Time.TotalSeconds;
        var (_, time, memory) = Child.Run("dotnet", ["artifacts/bin/Cli/release/CanaryJudge.Cli.dll", "judge", file], 1, 3);
        var judge = time.TotalSeconds;
        string[] cells =
        [
            count.ToString("N0", CultureInfo.InvariantCulture), Page.Number(size), Page.Number(judge), Page.Number(size / judge), Page.Number(memory / 1e6),
            Page.Number(parse), Page.Number(size / parse), Page.Number(judge / parse),
        ];
        File.Delete(file);
        Console.Error.WriteLine(string.Join("  ", cells));
        return $"| {string.Join(" | ", cells)} |";
    }
}
