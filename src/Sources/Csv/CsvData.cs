using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Csv;

/// <summary>Reads the data of a case from CSV: a file, a folder, or a stream.</summary>
/// <remarks>
/// Memory: eight bytes a row for the value and for each of time, total, bound and key that the rows have, for at most
/// <see cref="SeriesTable.MostRows"/> rows; raw observations beyond <see cref="CsvOptions.MostExactValues"/> take none, being counted in
/// buckets. A file of more than 16 MB is read on all cores, up to 8, which takes some 3 MB each, of very short values up to 30.
/// A file without a header is an error, a header without rows is no data.
/// Mistakes never throw: they come back with file, line and column.
/// </remarks>
public static class CsvData
{
    /// <summary>Reads a case.</summary>
    /// <param name="path">A file, a folder with <c>data.csv</c> or with <c>baseline.csv</c> and <c>canary.csv</c>, or <c>-</c>.</param>
    /// <param name="policy">Says the kinds of its metrics; null: all are inferred.</param>
    /// <param name="options">How to read.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static CsvReading Read(string path, Policy? policy, CsvOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        var log = new ProblemLog();
        return Read(Files(path, log), log, policy, options, cancellation);
    }

    /// <summary>Reads a case whose arms are two files, each without a column for the arm.</summary>
    /// <param name="baseline">The baseline's file.</param>
    /// <param name="canary">The canary's file.</param>
    /// <param name="policy">As in <see cref="Read(string, Policy, CsvOptions, CancellationToken)"/>.</param>
    /// <param name="options">How to read.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static CsvReading ReadPair(string baseline, string canary, Policy? policy, CsvOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Read([(baseline, Arm.Baseline), (canary, Arm.Canary)], new ProblemLog(), policy, options, cancellation);
    }

    private static CsvReading Read(IEnumerable<(string File, Arm? Arm)> files, ProblemLog log, Policy? policy, CsvOptions options, CancellationToken cancellation)
    {
        var table = new SeriesTable(options.MostExactValues);
        var warnings = new List<Warning>();
        long rows = 0, skipped = 0, bytes = 0;
        foreach (var (file, arm) in files)
        {
            var name = file == "-" ? "stdin" : file;
            var csv = new CsvFile(name, arm, options.MayHoldOneArm, policy, table, log);
            try
            {
                using var stream = file == "-" ? options.StandardInput ?? Console.OpenStandardInput() : new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, FileOptions.SequentialScan);
                csv.Read(stream, options.BlockBytes, read => options.Progress?.Report(bytes += read), cancellation);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.Add(name, 0, 0, "", $"cannot be read: {e.Message}", fatal: true);
            }

            rows += csv.Rows;
            skipped += csv.Skipped;
            if (csv.ZoneAssumed)
            {
                warnings.Add(new(WarningCode.ZoneAssumed, $"{Path.GetFileName(name)}: times carry no zone and are read as UTC."));
            }
        }

        if (options.SkipBadRows && skipped > 0 && log.Fatal == 0)
        {
            var first = log.Problems[0];
            warnings.Add(new(WarningCode.BadRowsSkipped, $"{skipped:N0} of {rows:N0} rows could not be read and {(skipped == 1 ? "was" : "were")} skipped, the first in {Path.GetFileName(first.File)} line {first.Line}: {first.Message}."));
        }

        var series = log.Fatal == 0 && (log.Count == 0 || options.SkipBadRows) ? Build(table, policy?.Metrics is not null, log, warnings) : [];

        var usable = log.Count == 0 || (options.SkipBadRows && log.Fatal == 0);
        return new()
        {
            Snapshot = usable ? new(series, warnings) : null,
            Problems = log.Problems,
            MoreProblems = log.Count - log.Problems.Count,
            Rows = rows,
            SkippedRows = skipped,
        };
    }

    private static List<Series> Build(SeriesTable table, bool isPolicyGiven, ProblemLog log, List<Warning> warnings)
    {
        var series = new List<Series>();
        foreach (var metric in table.Close().GroupBy(s => s.Metric, StringComparer.Ordinal))
        {
            SeriesRows[] parts = [.. metric];
            var binned = Array.Exists(parts, p => p.Bins is not null);
            var kind = binned ? "samples" : KindInference.Of(parts);
            if (KindInference.Sentence(parts[0], kind, isPolicyGiven) is { } sentence)
            {
                warnings.Add(new(WarningCode.Inferred, sentence));
            }

            if (!binned)
            {
                series.AddRange(parts.Select(p => SeriesBuilder.Build(p, kind, log)).OfType<Series>());
            }
            else if (parts.All(p => SeriesBuilder.Fits(p, kind, log)))
            {
                series.AddRange(BinnedSeries.Build(parts, log));
                warnings.AddRange(BinnedSeries.Warnings(parts, table.MostValues));
            }
        }

        return series;
    }

    private static IEnumerable<(string File, Arm? Arm)> Files(string path, ProblemLog log)
    {
        if (path == "-" || File.Exists(path))
        {
            return [(path, null)];
        }

        string data = Path.Combine(path, "data.csv"), baseline = Path.Combine(path, "baseline.csv"), canary = Path.Combine(path, "canary.csv");
        if (File.Exists(data) && (File.Exists(baseline) || File.Exists(canary)))
        {
            log.Add(path, 0, 0, "", "has data.csv and also baseline.csv or canary.csv: keep one or the other", fatal: true);
            return [];
        }

        if (File.Exists(data))
        {
            return [(data, null)];
        }

        if (File.Exists(baseline) && File.Exists(canary))
        {
            return [(baseline, Arm.Baseline), (canary, Arm.Canary)];
        }

        var missing = !Directory.Exists(path) ? "there is no such file or folder"
            : File.Exists(baseline) ? "has baseline.csv but no canary.csv"
            : File.Exists(canary) ? "has canary.csv but no baseline.csv"
            : "holds no data: expected data.csv, or baseline.csv and canary.csv";
        log.Add(path, 0, 0, "", missing, fatal: true);
        return [];
    }
}
