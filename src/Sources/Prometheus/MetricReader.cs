using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Prometheus;

/// <summary>Reads all metrics of both arms over a stretch of intervals.</summary>
internal sealed class MetricReader(PrometheusSettings settings, PrometheusApi api)
{
    private readonly Dictionary<string, double[]> _bounds = new(StringComparer.Ordinal);
    private readonly long _step = settings.Step.Ticks / TimeSpan.TicksPerSecond;

    /// <summary>Reads.</summary>
    /// <param name="from">The start of the first interval. Unix seconds.</param>
    /// <param name="intervals">How many.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Series with rows only.</returns>
    /// <exception cref="QueryFailedException">A query gave nothing usable.</exception>
    public async Task<IReadOnlyList<Series>> ReadAsync(long from, int intervals, CancellationToken cancellation)
    {
        var found = new List<Series>();
        foreach (var (name, metric) in settings.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            try
            {
                found.AddRange(await OneAsync(name, metric, from, intervals, cancellation).ConfigureAwait(false));
            }
            catch (QueryFailedException e) when (!Names(e.Reading, name))
            {
                throw new QueryFailedException(At(e.Reading, $"metrics.{name}"));
            }
        }

        return [.. found.Where(s => s.Data.Count > 0)];
    }

    private static bool Names(SourceReading reading, string name) =>
        reading is SourceReading.Refused { Reason: { } reason } && reason.StartsWith($"metrics.{name}.", StringComparison.Ordinal);

    private static SourceReading At(SourceReading reading, string path) => reading switch
    {
        SourceReading.Unavailable u => new SourceReading.Unavailable($"{path}: {u.Reason}"),
        SourceReading.Refused r => new SourceReading.Refused($"{path}: {r.Reason}"),
        _ => reading,
    };

    private async Task<IEnumerable<Series>> OneAsync(string name, MetricQuery metric, long from, int intervals, CancellationToken cancellation)
    {
        // The moments that matter: the ends of intervals, and for counters some before.
        var isCounter = metric is { Value: null, PerInterval: false };
        var first = isCounter ? from - ((Increases.Lookback - 1) * _step) : from + _step;
        var times = new StepTimes(first, _step, isCounter ? intervals + Increases.Lookback : intervals);
        var answers = new Dictionary<(string Key, Arm Arm), IReadOnlyList<RangeSeries>>();
        foreach (var arm in new[] { Arm.Baseline, Arm.Canary })
        {
            foreach (var (key, query) in metric.Queries())
            {
                answers[(key, arm)] = await api.RangeAsync(QueryText.For(query, settings, arm), times, cancellation).ConfigureAwait(false);
            }
        }

        var bounds = metric.Buckets is null ? [] : BoundsOf(name, [.. answers.Values.SelectMany(s => s)]);
        return new[] { Arm.Baseline, Arm.Canary }.Select(arm => new Series(name, arm, Series.NoLabels, Data(arm)));

        SeriesData Data(Arm arm) => metric.Kind switch
        {
            "points" => Points(answers[("value", arm)], $"metrics.{name}.value", from),
            "histogram" => Histograms(Grown(HistogramGroups(answers[("buckets", arm)], bounds, $"metrics.{name}.buckets"), bounds.Length, null), bounds, IsNative(bounds), from),
            "ratio" => Ratios(arm),
            _ => Counts(arm),
        };

        SeriesData Ratios(Arm arm)
        {
            var (events, total) = (Plain("events", arm), Plain("total", arm));
            var seen = Increases.Seen(events.Concat(total));
            return MetricRows.Ratios(from, _step, Grown(events, 1, seen), Grown(total, 1, seen));
        }

        SeriesData Counts(Arm arm)
        {
            var events = Plain("events", arm);
            if (metric.Exposure is null)
            {
                return MetricRows.Counts(from, _step, Grown(events, 1, null), null);
            }

            var exposure = Plain("exposure", arm);
            var seen = Increases.Seen(events.Concat(exposure));
            return MetricRows.Counts(from, _step, Grown(events, 1, seen), Grown(exposure, 1, seen));
        }

        IReadOnlyList<CounterGroup> Plain(string key, Arm arm) => CounterGroups.Plain(answers[(key, arm)], $"metrics.{name}.{key}");

        (double[] Grown, int Groups)?[] Grown(IReadOnlyList<CounterGroup> groups, int width, Func<string, int, bool>? seen) =>
            isCounter ? Increases.Of(groups, width, intervals, seen ?? Increases.Seen(groups)) : Increases.Given(groups, width, intervals);
    }

    private SeriesData Points(IReadOnlyList<RangeSeries> series, string path, long from) => series switch
    {
        { Count: > 1 } => throw new QueryFailedException(new SourceReading.Refused($"{path} gives {series.Count} series for one arm: make it one number, with avg or max.")),
        [{ HasHistograms: true }] => throw new QueryFailedException(new SourceReading.Refused($"{path} gives native histograms: ask for a number, or write the query under buckets.")),
        [var one] => MetricRows.Points(from, _step, one.Values),
        _ => MetricRows.Points(from, _step, []),
    };

    private SeriesData.Histograms Histograms((double[] Grown, int Groups)?[] grown, double[] bounds, bool isNative, long from) =>
        MetricRows.Histograms(from, _step, grown, bounds, isCumulative: !isNative);

    private static bool IsNative(double[] bounds) => ReferenceEquals(bounds, NativeGrid.UpperBounds);

    private static IReadOnlyList<CounterGroup> HistogramGroups(IReadOnlyList<RangeSeries> series, double[] bounds, string path) =>
        IsNative(bounds) ? CounterGroups.Native(series, path) : CounterGroups.Classic(series, bounds, path);

    // What the first answer has in common holds for the whole run: an analysis takes one set of bounds.
    private double[] BoundsOf(string name, IReadOnlyList<RangeSeries> series)
    {
        var path = $"metrics.{name}.buckets";
        if (series.Count == 0)
        {
            return _bounds.GetValueOrDefault(name, []);
        }

        var isNative = series.Any(s => s.HasHistograms);
        if (isNative && series.Any(s => !Array.TrueForAll(s.Values, double.IsNaN)))
        {
            throw new QueryFailedException(new SourceReading.Refused($"{path} gives native histograms and numbers at once: select one of the two, as with le=\"\"."));
        }

        var bounds = isNative ? NativeGrid.UpperBounds : CounterGroups.CommonBounds(series, path);
        var known = _bounds.TryGetValue(name, out var before) ? before : _bounds[name] = bounds;
        return IsNative(known) == isNative && known.All(b => bounds.Contains(b))
            ? known
            : throw new QueryFailedException(new SourceReading.Refused($"{path}: the buckets are others than at the beginning of the run; both arms need the same ones all the time."));
    }
}
