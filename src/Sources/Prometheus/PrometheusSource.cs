using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Prometheus;

/// <summary>Reads Prometheus and what speaks its query API: VictoriaMetrics, Thanos, Mimir.</summary>
/// <remarks>
/// <para>Range queries, one per metric, arm and query, evaluated at the ends of intervals; a row's time is the interval's start. Rows of the same time are
/// the same whenever they are read, as long as the server's data of that time no longer change: see <c>delay</c>.</para>
/// <para>Source: Prometheus HTTP API, "Range queries".</para>
/// </remarks>
public sealed class PrometheusSource : ISampleSource
{
    /// <summary>Intervals of one reading; bounds the size of answers.</summary>
    private const int MostIntervals = 240;

    private readonly PrometheusSettings _settings;
    private readonly PrometheusApi _api;
    private readonly TimeProvider _clock;
    private readonly MetricReader _reader;
    private long _next;

    private PrometheusSource(PrometheusSettings settings, string folder, SourceStart start)
    {
        (_settings, _clock) = (settings, start.Clock);
        _api = new(settings, folder, start.Clock);
        _reader = new(settings, _api);

        // Intervals begin at multiples of the step, so that a restart asks for the same ones.
        var step = Seconds(settings.Step);
        var from = (start.IntervalsFrom + NanosecondsPerSecond - 1) / NanosecondsPerSecond;
        _next = (from + step - 1) / step * step;
    }

    /// <summary>The kind <c>prometheus</c>.</summary>
    public static SourceKind Kind { get; } = SourceKind.Of(
        "prometheus",
        "Asks Prometheus, VictoriaMetrics and others with their query API",
        PrometheusKeys.Shape,
        (settings, folder) => new("prometheus", start => new PrometheusSource(settings, folder, start), policy => Misfits(settings, policy)));

    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <inheritdoc />
    public async Task<SourceReading> ReadAsync(CancellationToken cancellation)
    {
        var step = Seconds(_settings.Step);
        var over = (_clock.GetUtcNow() - _settings.Delay).ToUnixTimeSeconds() / step * step;
        var intervals = (int)Math.Min((over - _next) / step, MostIntervals);
        if (intervals <= 0)
        {
            return new SourceReading.NoData(More: false);
        }

        try
        {
            var series = await _reader.ReadAsync(_next, intervals, cancellation).ConfigureAwait(false);
            _next += intervals * step;
            var more = _next < over;
            return series.Count > 0 ? new SourceReading.Rows(series, more) : new SourceReading.NoData(more);
        }
        catch (QueryFailedException e)
        {
            return e.Reading;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _api.Dispose();

    private static long Seconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerSecond;

    private static IEnumerable<PolicyProblem> Misfits(PrometheusSettings settings, Policy policy)
    {
        var metrics = policy.Metrics ?? [];
        foreach (var (name, query) in settings.Metrics)
        {
            var wanted = metrics.FirstOrDefault(m => m.Name == name);
            if (wanted is null)
            {
                yield return new($"metrics.{name}", "the policy does not name this metric.");
            }
            else if (wanted.Kind is { } kind && kind != query.Kind && !(kind == "samples" && query.Kind == "histogram"))
            {
                yield return new($"metrics.{name}", $"the policy says kind {kind}, and these queries give {query.Kind}.");
            }
        }

        foreach (var metric in metrics.Where(m => !settings.Metrics.ContainsKey(m.Name)))
        {
            yield return new("metrics", $"nothing asks for the policy's metric {metric.Name}.");
        }
    }
}
