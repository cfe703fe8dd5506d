using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.AnalysisClient;

/// <summary>Builds a request from arrays. Intervals of both arms begin at the same time, one after the other without gaps.</summary>
/// <remarks>Nothing is checked here: the server lists every problem at once. What does not fit these shapes goes in by <see cref="Add"/>.</remarks>
public sealed class JudgementRequestBuilder
{
    private readonly Wire.EvaluateRequest _request = new();

    /// <summary>Raw observations, in order: request latencies, payload sizes.</summary>
    /// <param name="metric">The metric's name.</param>
    /// <param name="baseline">The baseline's observations; any number.</param>
    /// <param name="canary">The canary's; any number.</param>
    /// <returns>This builder.</returns>
    public JudgementRequestBuilder Samples(string metric, ReadOnlySpan<double> baseline, ReadOnlySpan<double> canary)
    {
        Baseline(metric).Samples = new() { Value = { baseline.ToArray() } };
        Canary(metric).Samples = new() { Value = { canary.ToArray() } };
        return this;
    }

    /// <summary>One number per interval: CPU, p99 per minute.</summary>
    /// <param name="metric">The metric's name.</param>
    /// <param name="start">The start of the first interval.</param>
    /// <param name="interval">The width of each.</param>
    /// <param name="baseline">The baseline's values; NaN is missing.</param>
    /// <param name="canary">The canary's values; NaN is missing.</param>
    /// <returns>This builder.</returns>
    public JudgementRequestBuilder Points(string metric, DateTimeOffset start, TimeSpan interval, ReadOnlySpan<double> baseline, ReadOnlySpan<double> canary)
    {
        Baseline(metric).Points = Arm(baseline);
        Canary(metric).Points = Arm(canary);
        return this;

        Wire.Points Arm(ReadOnlySpan<double> values)
        {
            var points = new Wire.Points { Interval = interval.ToDuration(), Value = { values.ToArray() } };
            Times(points.TimeUnixNano, start, interval, values.Length);
            return points;
        }
    }

    /// <summary>Events out of all events, per interval: errors of requests, clicks of visits.</summary>
    /// <param name="metric">The metric's name.</param>
    /// <param name="start">The start of the first interval.</param>
    /// <param name="interval">The width of each.</param>
    /// <param name="baseline">The baseline's counts.</param>
    /// <param name="canary">The canary's counts.</param>
    /// <returns>This builder.</returns>
    public JudgementRequestBuilder Ratio(string metric, DateTimeOffset start, TimeSpan interval, EventsOfTotal baseline, EventsOfTotal canary)
    {
        Baseline(metric).Ratios = Arm(baseline);
        Canary(metric).Ratios = Arm(canary);
        return this;

        Wire.Ratios Arm(EventsOfTotal arm)
        {
            var ratios = new Wire.Ratios { Events = { arm.Events.ToArray() }, Total = { arm.Total.ToArray() } };
            Times(ratios.TimeUnixNano, start, interval, arm.Events.Length);
            return ratios;
        }
    }

    /// <summary>Events per exposure, per interval: restarts, log errors.</summary>
    /// <param name="metric">The metric's name.</param>
    /// <param name="start">The start of the first interval.</param>
    /// <param name="interval">The width of each.</param>
    /// <param name="baseline">The baseline's counts.</param>
    /// <param name="canary">The canary's counts.</param>
    /// <returns>This builder.</returns>
    public JudgementRequestBuilder Count(string metric, DateTimeOffset start, TimeSpan interval, EventsOfExposure baseline, EventsOfExposure canary)
    {
        Baseline(metric).Counts = Arm(baseline);
        Canary(metric).Counts = Arm(canary);
        return this;

        Wire.Counts Arm(EventsOfExposure arm)
        {
            var counts = new Wire.Counts { Events = { arm.Events.ToArray() }, Exposure = { arm.Exposure.ToArray() } };
            Times(counts.TimeUnixNano, start, interval, arm.Events.Length);
            return counts;
        }
    }

    /// <summary>Bucket counts, per interval.</summary>
    /// <param name="metric">The metric's name.</param>
    /// <param name="start">The start of the first interval.</param>
    /// <param name="interval">The width of each.</param>
    /// <param name="upperBounds">The buckets' upper bounds, rising; the last may be infinity.</param>
    /// <param name="baseline">For each interval the baseline's count in each bucket, not cumulative.</param>
    /// <param name="canary">For each interval the canary's.</param>
    /// <returns>This builder.</returns>
    public JudgementRequestBuilder Histogram(
        string metric, DateTimeOffset start, TimeSpan interval, ReadOnlySpan<double> upperBounds, IReadOnlyList<ulong[]> baseline, IReadOnlyList<ulong[]> canary)
    {
        var bounds = upperBounds.ToArray();
        Baseline(metric).Histograms = Arm(baseline);
        Canary(metric).Histograms = Arm(canary);
        return this;

        Wire.Histograms Arm(IReadOnlyList<ulong[]> rows)
        {
            var histograms = new Wire.Histograms { UpperBound = { bounds }, Row = { rows.Select(r => new Wire.HistogramRow { Count = { r } }) } };
            Times(histograms.TimeUnixNano, start, interval, rows.Count);
            return histograms;
        }
    }

    /// <summary>Counts in exponential buckets, per interval, as OTLP has them.</summary>
    /// <param name="metric">The metric's name.</param>
    /// <param name="start">The start of the first interval.</param>
    /// <param name="interval">The width of each.</param>
    /// <param name="scale">The scale of all intervals that do not say their own, from -10 to 20.</param>
    /// <param name="baseline">The baseline's intervals.</param>
    /// <param name="canary">The canary's intervals.</param>
    /// <returns>This builder.</returns>
    public JudgementRequestBuilder ExponentialHistogram(
        string metric, DateTimeOffset start, TimeSpan interval, int scale, IReadOnlyList<ExponentialCounts> baseline, IReadOnlyList<ExponentialCounts> canary)
    {
        Baseline(metric).Histograms = Arm(baseline);
        Canary(metric).Histograms = Arm(canary);
        return this;

        Wire.Histograms Arm(IReadOnlyList<ExponentialCounts> rows)
        {
            var histograms = new Wire.Histograms { Scale = scale, Row = { rows.Select(r => r.ToRow()) } };
            Times(histograms.TimeUnixNano, start, interval, rows.Count);
            return histograms;
        }
    }

    /// <summary>A series of any shape: with labels, clusters, gaps, times of its own.</summary>
    /// <param name="series">One metric in one arm.</param>
    /// <returns>This builder.</returns>
    public JudgementRequestBuilder Add(Wire.Series series)
    {
        _request.Series.Add(series);
        return this;
    }

    /// <summary>The rules as the text of a policy file; without any rules each metric is judged with defaults.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <returns>This builder.</returns>
    public JudgementRequestBuilder PolicyYaml(string text)
    {
        _request.PolicyYaml = text;
        return this;
    }

    /// <summary>The rules as the text of a Kayenta canary config: judged as Kayenta does, known flaws included.</summary>
    /// <param name="json">JSON.</param>
    /// <returns>This builder.</returns>
    public JudgementRequestBuilder KayentaConfigJson(string json)
    {
        _request.KayentaConfigJson = json;
        return this;
    }

    /// <summary>The rules as a message; without any rules each metric is judged with defaults.</summary>
    /// <param name="policy">The policy.</param>
    /// <returns>This builder.</returns>
    public JudgementRequestBuilder Policy(Wire.Policy policy)
    {
        _request.Policy = policy;
        return this;
    }

    /// <summary>How the traffic was meant to be split; a judgement warns when the data say otherwise.</summary>
    /// <param name="canaryShare">The canary's share of all traffic, above 0, below 1: 0.05 is 5%.</param>
    /// <returns>This builder.</returns>
    public JudgementRequestBuilder ExpectedSplit(double canaryShare)
    {
        _request.ExpectedSplit = new() { CanaryShare = canaryShare };
        return this;
    }

    /// <summary>The seed of whatever chance is used; the verdict rule itself uses none.</summary>
    /// <param name="seed">The default is 0.</param>
    /// <returns>This builder.</returns>
    public JudgementRequestBuilder Seed(ulong seed)
    {
        _request.Seed = seed;
        return this;
    }

    /// <summary>The request as built so far.</summary>
    /// <returns>A copy: the builder may go on.</returns>
    public Wire.EvaluateRequest Build() => _request.Clone();

    private Wire.Series Baseline(string metric) => Next(metric, Wire.Series.Types.Arm.Baseline);

    private Wire.Series Canary(string metric) => Next(metric, Wire.Series.Types.Arm.Canary);

    private Wire.Series Next(string metric, Wire.Series.Types.Arm arm)
    {
        var series = new Wire.Series { Metric = metric, Arm = arm };
        _request.Series.Add(series);
        return series;
    }

    private static void Times(RepeatedField<long> times, DateTimeOffset start, TimeSpan interval, int rows)
    {
        var first = (start - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        times.AddRange(Enumerable.Range(0, rows).Select(i => first + (i * interval.Ticks * TimeSpan.NanosecondsPerTick)));
    }
}
