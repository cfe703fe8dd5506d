using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Dependence;

namespace CanaryJudge.Judging.Planning;

/// <summary>What data of the past say of a metric's noise, rate and traffic.</summary>
public static class Learned
{
    // The distance of the quartiles of a normal distribution, in standard deviations.
    private const double NormalQuartiles = 1.3489795003921634;
    private const double MostCorrelation = 0.95;
    private const int FewestValues = 20;

    /// <summary>Learns from a metric's series; of both arms the baseline's count.</summary>
    /// <param name="series">The metric's series, in any order.</param>
    /// <returns>Null: there are too few data, or none that can be learned from.</returns>
    public static Assumption? Of(IReadOnlyList<Series> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        SeriesData[] data = [.. (series.Any(s => s.Arm == Arm.Baseline) ? series.Where(s => s.Arm == Arm.Baseline) : series).Select(s => s.Data)];
        var learned = data.FirstOrDefault() switch
        {
            SeriesData.Samples => OfValues([.. data.OfType<SeriesData.Samples>().SelectMany(s => s.Values)]),
            SeriesData.Histograms => OfValues([.. data.OfType<SeriesData.Histograms>().SelectMany(Middles)]),
            SeriesData.Points points => OfPoints(points),
            SeriesData.Ratios => OfEvents(data.OfType<SeriesData.Ratios>().Sum(r => r.Events.Sum()), data.OfType<SeriesData.Ratios>().Sum(r => r.Totals.Sum())),
            SeriesData.Counts => OfEvents(data.OfType<SeriesData.Counts>().Sum(r => r.Events.Sum()), data.OfType<SeriesData.Counts>().Sum(r => r.Exposures.Sum())),
            _ => null,
        };
        return learned is null ? null : learned with { PerMinute = PerMinute(series), IsLearned = true };
    }

    private static Assumption? OfValues(double[] values)
    {
        double[] positive = [.. values.Where(v => v > 0 && double.IsFinite(v)).Order()];
        return positive.Length < FewestValues ? null : new()
        {
            Noise = Math.Log(Quantiles.Of(positive, 0.75) / Quantiles.Of(positive, 0.25)) / NormalQuartiles,
            Level = Quantiles.Of(positive, 0.5),
        };
    }

    private static Assumption? OfPoints(SeriesData.Points points)
    {
        double[] logs = [.. points.At.Zip(points.Values).Where(p => p.Second > 0 && double.IsFinite(p.Second)).OrderBy(p => p.First).Select(p => Math.Log(p.Second))];
        if (logs.Length < FewestValues)
        {
            return null;
        }

        var mean = logs.Average();
        var gap = Times.UsualGap(points.At.Order().ToArray());
        return new()
        {
            Noise = Math.Sqrt(logs.Sum(l => (l - mean) * (l - mean)) / (logs.Length - 1)),
            Correlation = Math.Min(MostCorrelation, Autocorrelation.Corrected(Autocorrelation.LagOne(logs), logs.Length)),
            Level = Math.Exp(mean),
            Interval = points.Interval ?? (gap > 0 ? TimeSpan.FromTicks(gap / TimeSpan.NanosecondsPerTick) : TimeSpan.FromMinutes(1)),
        };
    }

    private static Assumption? OfEvents(double events, double exposure) => events > 0 && exposure > events * 1e-9 ? new() { Rate = events / exposure } : null;

    /// <summary>Each bucket's middle, as often as it has values, thinned out to some thousands.</summary>
    private static IEnumerable<double> Middles(SeriesData.Histograms histograms)
    {
        const double most = 10_000;
        var counts = new double[histograms.UpperBounds.Length];
        foreach (var row in histograms.Rows)
        {
            for (var i = 0; i < counts.Length; i++)
            {
                counts[i] += row[i];
            }
        }

        var scale = Math.Min(1, most / Math.Max(1, counts.Sum()));
        for (var i = 0; i < counts.Length; i++)
        {
            var (low, high) = (i == 0 ? 0 : histograms.UpperBounds[i - 1], histograms.UpperBounds[i]);
            var middle = double.IsInfinity(high) ? low : low > 0 ? Math.Sqrt(low * high) : high / 2;
            foreach (var value in Enumerable.Repeat(middle, (int)Math.Round(counts[i] * scale)))
            {
                yield return value;
            }
        }
    }

    private static double? PerMinute(IReadOnlyList<Series> series)
    {
        var window = series.Select(s => Times.Window(s.Data.Times.Span)).Aggregate(((long, long)?)null, Times.Both);
        if (window is not var (from, to) || to <= from)
        {
            return null;
        }

        var amount = series.Sum(s => s.Data switch
        {
            SeriesData.Ratios ratios => ratios.Totals.Sum(),
            SeriesData.Counts counts => counts.Exposures.Sum(),
            SeriesData.Histograms histograms => histograms.Rows.Sum(r => r.Sum()),
            SeriesData.ExponentialHistograms histograms => histograms.Rows.Sum(r => r.Total),
            _ => s.Data.Count,
        });
        return amount / ((to - from) / 6e10);
    }
}
