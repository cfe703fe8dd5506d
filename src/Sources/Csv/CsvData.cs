using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Csv;

/// <summary>Reads data: one long file, or a pair of files (long or wide), streaming.</summary>
/// <remarks>
/// Never throws on bad data, nor on a file that cannot be opened. Records have at most 1 MiB and 10,000 fields, data at most 10,000 series.
/// Memory: 16 to 40 bytes a row, those of the largest series twice for a moment at the end. The result does not depend on the order of files or columns.
/// </remarks>
public static class CsvData
{
    /// <summary>Reads what is at a path.</summary>
    /// <param name="path">A file, a folder with <c>data.csv</c> or with <c>baseline.csv</c> and <c>canary.csv</c>, or <c>-</c> for standard input.</param>
    /// <param name="policy">Says kinds and clusters where it names the metric.</param>
    /// <param name="options">How to read.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static CsvReading Read(string path, Policy policy, CsvOptions options, CancellationToken cancellation)
    {
        if (path == "-")
        {
            return Read([new CsvSource("-", Console.OpenStandardInput, null)], policy, options, cancellation);
        }

        var single = Directory.Exists(path) ? Path.Combine(path, "data.csv") : path;
        var (baseline, canary) = (Path.Combine(path, "baseline.csv"), Path.Combine(path, "canary.csv"));
        return single != path && !File.Exists(single) && (File.Exists(baseline) || File.Exists(canary))
            ? Read([OfFile(baseline, Arm.Baseline), OfFile(canary, Arm.Canary)], policy, options, cancellation)
            : Read([OfFile(single, null)], policy, options, cancellation);
    }

    /// <summary>Reads texts from anywhere.</summary>
    /// <param name="sources">One text, or one for each arm.</param>
    /// <param name="policy">Says kinds and clusters where it names the metric.</param>
    /// <param name="options">How to read.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static CsvReading Read(IReadOnlyList<CsvSource> sources, Policy policy, CsvOptions options, CancellationToken cancellation)
    {
        var run = new CsvRun(policy, options, cancellation);
        foreach (var source in sources)
        {
            run.Read(source);
        }

        return run.End();
    }

    private static CsvSource OfFile(string path, Arm? arm) => new(path, () => File.OpenRead(path), arm);
}
