using System.Globalization;
using System.Runtime.InteropServices;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Effects;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Figures;

/// <summary>Mann-Whitney with the Hodges-Lehmann shift and interval beside SciPy's p alone and R's test, on the same files.</summary>
internal static class PeerFigures
{
    private const int LargestForR = 5_000;

    /// <summary>So many values are drawn anew for each size: a processor learns the way through few that it sees again and again.</summary>
    private const int Drawn = 200_000;

    private static readonly int[] Sizes = [100, 1_000, 5_000, 10_000, 100_000, 1_000_000];

    public static void Run()
    {
        var folder = Directory.CreateTempSubdirectory("canaryjudge-peers-");
        try
        {
            Pair[] pairs = [.. Sizes.Select(n => Write(folder.FullName, n, tied: false)), .. Sizes.Select(n => Write(folder.FullName, n, tied: true))];
            var scipy = Peer("/usr/bin/python3", ["Peers/scipy_peer.py"], pairs);
            var r = Peer("Rscript", ["--vanilla", "Peers/r_peer.R"], [.. pairs.Where(p => p.Count <= LargestForR)]);
            Page.Write("peers", [.. Head(scipy.Version, r.Version), .. pairs.Select(p => Row(p, scipy.Lines[p], r.Lines.GetValueOrDefault(p)))]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Head(string scipy, string r) =>
    [
        $"{r}; {scipy}. Milliseconds, medians; the last two columns are the largest relative differences from SciPy and R.",
        "",
        "| n = m | values | ours: p, shift, interval | SciPy: p | R: p, shift, interval | SciPy / ours | R / ours | ours / sorting | p differs | shift differs |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ];

    private static string Row(Pair pair, double[] scipy, double[]? r)
    {
        int sorted = 0, judged = 0;
        var sorting = Clock.Median(() => SortWithArray(pair.Draws[sorted++ % pair.Draws.Length]));
        var ours = Clock.Median(() => Judge(pair.Draws[judged++ % pair.Draws.Length]));
        var result = Judge(pair.Draws[0]);
        var p = Math.Max(Differs(result.P, scipy[1]), r is null || pair.IsExact ? 0 : Differs(result.P, r[1]));
        var shift = r is null ? "" : Differs(result.Shift.Estimate, r[2]).ToString("0e0", CultureInfo.InvariantCulture);
        string[] cells =
        [
            pair.Count.ToString("N0", CultureInfo.InvariantCulture), pair.IsTied ? "whole ms" : "continuous", Page.Number(ours), Page.Number(scipy[0]),
            r is null ? "" : Page.Number(r[0]), $"{Page.Number(scipy[0] / ours)}x", r is null ? "" : $"{Page.Number(r[0] / ours)}x", Page.Number(ours / sorting),
            p.ToString("0e0", CultureInfo.InvariantCulture), shift,
        ];
        Console.Error.WriteLine(string.Join("  ", cells));
        return $"| {string.Join(" | ", cells)} |";
    }

    private static double Differs(double ours, double theirs) => ours == theirs ? 0 : Math.Abs(ours - theirs) / Math.Max(Math.Abs(ours), Math.Abs(theirs));

    private static Result Judge(Arms arms)
    {
        double[] baseline = Samples.Sorted(arms.Baseline), canary = Samples.Sorted(arms.Canary);
        return new(
            MannWhitney.RunSorted(baseline, canary, Alternative.Different).PValue,
            HodgesLehmann.Difference(baseline, canary, 0.025, CancellationToken.None));
    }

    private static void SortWithArray(Arms arms)
    {
        double[] baseline = [.. arms.Baseline], canary = [.. arms.Canary];
        Array.Sort(baseline);
        Array.Sort(canary);
    }

    /// <summary>Runs a peer once over all files.</summary>
    private static (string Version, Dictionary<Pair, double[]> Lines) Peer(string program, string[] script, Pair[] pairs)
    {
        script[^1] = Path.Combine(AppContext.BaseDirectory, script[^1]);
        var lines = Child.Run(program, [.. script, .. pairs.SelectMany(p => new[] { p.BaselineFile, p.CanaryFile })]).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var numbers = lines.Skip(1).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(w => double.Parse(w, CultureInfo.InvariantCulture)).ToArray());
        return (lines[0], pairs.Zip(numbers).ToDictionary(p => p.First, p => p.Second));
    }

    private static Pair Write(string folder, int count, bool tied)
    {
        var random = new Random(count + (tied ? 1 : 0));
        Arms[] draws = [.. Enumerable.Range(0, Math.Max(1, Drawn / count)).Select(_ => new Arms(Draw(random, count, 1, tied), Draw(random, count, 1.02, tied)))];
        var name = Path.Combine(folder, $"{count}-{(tied ? "tied" : "free")}");
        var pair = new Pair(count, tied, draws, $"{name}-baseline", $"{name}-canary");
        File.WriteAllBytes(pair.BaselineFile, MemoryMarshal.AsBytes(draws[0].Baseline.AsSpan()).ToArray());
        File.WriteAllBytes(pair.CanaryFile, MemoryMarshal.AsBytes(draws[0].Canary.AsSpan()).ToArray());
        return pair;
    }

    /// <summary>Log-normal latencies around 150 ms; tied: whole milliseconds.</summary>
    private static double[] Draw(Random random, int count, double factor, bool tied)
    {
        var values = new double[count];
        foreach (ref var value in values.AsSpan())
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            value = factor * 150 * Math.Exp(0.5 * normal);
            value = tied ? Math.Round(value) : value;
        }

        return values;
    }

    private sealed record Arms(double[] Baseline, double[] Canary);

    /// <param name="Count">n and m.</param>
    /// <param name="IsTied">Whole milliseconds.</param>
    /// <param name="Draws">The first is what the peers read; theirs takes much longer than what a processor learns.</param>
    /// <param name="BaselineFile">The first draw's baseline.</param>
    /// <param name="CanaryFile">The first draw's canary.</param>
    private sealed record Pair(int Count, bool IsTied, Arms[] Draws, string BaselineFile, string CanaryFile)
    {
        /// <summary>Ours is exact there; R takes the normal approximation from 50 values on.</summary>
        public bool IsExact => !IsTied && (long)Count * Count <= 10_000;
    }

    private readonly record struct Result(double P, Interval Shift);
}
