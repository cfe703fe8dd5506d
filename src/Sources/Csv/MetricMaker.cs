using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Csv;

/// <summary>Makes the series of a metric when all its rows are read.</summary>
internal sealed class MetricMaker(DataProblems problems)
{
    /// <summary>What was inferred, one warning for each metric.</summary>
    public List<Warning> Warnings { get; } = [];

    /// <summary>The metric's series, by arm and labels.</summary>
    public IEnumerable<Series> Make(MetricBuffer metric)
    {
        var columns = metric.Series.Select(s => new Columns(s, s.Times.Take(), s.Values.Take())).ToList();
        var kind = metric.Kind ?? Inferred(metric, columns);
        Note(metric, kind);
        return columns
            .Select(c => (c.Buffer, Data: Data(metric, kind, c)))
            .Where(c => c.Data is not null)
            .Select(c => new Series(metric.Name, c.Buffer.Arm, c.Buffer.Labels, c.Data!))
            .OrderBy(s => s.Arm).ThenBy(s => s.Stratum, StringComparer.Ordinal);
    }

    private static string Inferred(MetricBuffer metric, List<Columns> columns)
    {
        // A series of a single row tells nothing of spacing.
        var telling = columns.Where(c => c.Values.Length > 1).ToList();
        var isRegular = telling.Count > 0 && telling.TrueForAll(c => Inference.IsRegular(c.Times, c.Values));
        var isWhole = columns.TrueForAll(c => Array.TrueForAll(c.Values, v => double.IsNaN(v) || (v >= 0 && double.IsFinite(v) && Math.Floor(v) == v)));
        return Inference.KindOf(metric.Name, isRegular, isWhole);
    }

    private void Note(MetricBuffer metric, string kind)
    {
        var direction = metric.Policy?.Direction ?? NameHints.Harm(metric.Name);
        var isTold = metric.Policy is { Kind: not null } policy && (policy.Direction is not null || direction == Direction.Increase);
        if (!isTold)
        {
            var harm = direction switch
            {
                Direction.Increase => "when it rises",
                Direction.Decrease => "when it falls",
                _ => "when it changes",
            };
            Warnings.Add(new(WarningCode.Inferred, $"{metric.Name}: taken as {kind}, harm {harm}"));
        }
    }

    private SeriesData? Data(MetricBuffer metric, string kind, Columns columns)
    {
        var (buffer, times, values) = columns;
        if (kind != "samples" && values.Length > 0 && buffer.HasTimes != true)
        {
            problems.Refuse(buffer.Problem($"{metric.Name} is judged as {kind}, so its rows need timestamps."));
            return null;
        }

        return kind switch
        {
            "samples" when metric.IsWide => WithoutBlanks(times, values),
            "samples" => new SeriesData.Samples(times, values, buffer.TakeKeys()),
            "points" => new SeriesData.Points(null, times, values),
            "ratio" => new SeriesData.Ratios(times, values, buffer.TakeTotals(values.Length, otherwise: double.NaN)),
            "count" => new SeriesData.Counts(times, values, buffer.TakeTotals(values.Length, otherwise: 1)),
            "histogram" => new HistogramMaker(metric, buffer, values.Length, problems).Make(times, values),
            _ => throw new InvalidOperationException($"No data of the kind '{kind}' can be read from CSV."),
        };
    }

    private static SeriesData.Samples WithoutBlanks(long[] times, double[] values)
    {
        var kept = Enumerable.Range(0, values.Length).Where(i => !double.IsNaN(values[i])).ToArray();
        return new(times.Length == 0 ? times : [.. kept.Select(i => times[i])], [.. kept.Select(i => values[i])], []);
    }

    private sealed record Columns(SeriesBuffer Buffer, long[] Times, double[] Values);
}
