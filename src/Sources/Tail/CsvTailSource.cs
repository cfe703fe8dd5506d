using System.Text;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Csv;
using CanaryJudge.Sources.Policies;
using CanaryJudge.Sources.Policies.Shapes;

namespace CanaryJudge.Sources.Tail;

/// <summary>Follows a CSV file that somebody appends to; rotation by renaming or emptying is noticed.</summary>
/// <remarks>The columns are those of any data file; a row needs a time, and histograms are not read, since a row is only part of one.</remarks>
public sealed class CsvTailSource : ISampleSource
{
    private readonly CsvTailSettings _settings;
    private readonly SourceStart _start;
    private readonly Policy _policy;
    private readonly TailFile _tail;

    private CsvTailSource(CsvTailSettings settings, string folder, SourceStart start)
    {
        (_settings, _start, _policy) = (settings, start, start.Policy);
        _tail = new(Path.Combine(folder, settings.File));
    }

    /// <summary>The kind <c>csv</c>.</summary>
    public static SourceKind Kind { get; } = SourceKind.Of(
        "csv",
        "Follows a CSV file that grows",
        new MapShape<CsvTailSettings>("a CSV source", () => new(),
        [
            new Key<CsvTailSettings, string>("file", new TextShape(1, 1000), "The file.", (s, v) => s with { File = v }) { Required = true },
            new Key<CsvTailSettings, bool>("skipBadRows", new FlagShape(), "Whether rows that cannot be read are passed over.", (s, v) => s with { SkipBadRows = v }) { Default = false },
        ]),
        (settings, folder) => new("csv", start => new CsvTailSource(settings, folder, start), policy => policy.Metrics is { } metrics
            ? metrics.Where(m => m.Kind is null).Select(m => new PolicyProblem("", NoKind(m.Name)))
            : [new("", "the policy must name the metrics and their kinds: a growing file shows only a part at a time.")]));

    /// <inheritdoc />
    public Task<SourceReading> ReadAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            var piece = _tail.Next();
            return Task.FromResult(piece.Length == 0 ? new SourceReading.NoData(More: false) : Read(piece, cancellation));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var reason = e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException ? SmallFile.Reason(e) : e.Message;
            return Task.FromResult<SourceReading>(new SourceReading.Unavailable($"{_settings.File} cannot be read: {reason}"));
        }
    }

    /// <inheritdoc />
    public void Dispose() => _tail.Dispose();

    private SourceReading Read(byte[] piece, CancellationToken cancellation)
    {
        // What is read is the present file's header and the new lines: a file like any other.
        using var text = new MemoryStream([.. Encoding.UTF8.GetBytes(_tail.Header + "\n"), .. piece]);
        var reading = CsvData.Read("-", _policy, new() { StandardInput = text, SkipBadRows = _settings.SkipBadRows }, cancellation);
        if (reading.Snapshot is null)
        {
            var problem = reading.Problems[0];
            var line = problem.Line > 1 ? problem.Line - 1 + _tail.Line : problem.Line;
            return new SourceReading.Refused($"{_settings.File}, line {line}: {problem.Message}.");
        }

        if (reading.Snapshot.Series.FirstOrDefault(s => s.Data is SeriesData.Histograms || s.Data.Times.Length < s.Data.Count) is { } odd)
        {
            return new SourceReading.Refused(odd.Data is SeriesData.Histograms
                ? $"{_settings.File}: {Words.Shown(odd.Metric)} comes as a histogram, which a growing file cannot give; write the raw observations, or push."
                : $"{_settings.File}: rows have no time; a growing file needs the column timestamp.");
        }

        if (reading.Snapshot.Series.FirstOrDefault(s => _policy.Metrics?.FirstOrDefault(m => m.Name == s.Metric) is { Kind: null }) is { Metric: { } unsaid })
        {
            return new SourceReading.Refused(NoKind(unsaid));
        }

        _tail.Took(piece);
        Series[] series = [.. reading.Snapshot.Series.Select(SinceStart).Where(s => s.Data.Count > 0)];
        return series.Length > 0 ? new SourceReading.Rows(series, More: true) : new SourceReading.NoData(More: true);
    }

    private static string NoKind(string metric) => $"the policy must say the kind of {Words.Shown(metric)}: a growing file shows only a part at a time, too little to infer it.";

    private Series SinceStart(Series series)
    {
        var times = series.Data.Times;
        var from = series.Data is SeriesData.Samples ? _start.SamplesAfter + 1 : _start.IntervalsFrom;
        int[] rows = [.. Enumerable.Range(0, times.Length).Where(i => times.Span[i] >= from)];
        return rows.Length == times.Length ? series : series with { Data = series.Data.Only(rows) };
    }
}
