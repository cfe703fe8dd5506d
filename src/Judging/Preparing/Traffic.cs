using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Preparing;

/// <summary>How many requests each arm took, as far as a metric counts them: the totals of ratios, the values of samples and histograms.</summary>
/// <param name="Metric">The metric that counts them.</param>
/// <param name="Baseline">The baseline's requests.</param>
/// <param name="Canary">The canary's requests.</param>
internal sealed record Traffic(string Metric, double Baseline, double Canary)
{
    /// <summary>All requests.</summary>
    public double Total => Baseline + Canary;

    /// <summary>Of all metrics the one with the most requests, so that a metric of a few requests only (checkouts) does not stand for all.</summary>
    /// <param name="series">All series, in any order.</param>
    /// <returns>Null: no metric counts requests of both arms at the same time.</returns>
    public static Traffic? Largest(IEnumerable<Series> series) => series
        .GroupBy(s => s.Metric, StringComparer.Ordinal)
        .Select(g => Of(g.Key, [.. g.Where(s => CountsRequests(s.Data))]))
        .Where(t => t is { Baseline: > 0, Canary: > 0 })
        .OrderByDescending(t => t!.Total)
        .ThenBy(t => t!.Metric, StringComparer.Ordinal)
        .FirstOrDefault();

    /// <summary>All requests that a series counts; 0 where it counts none.</summary>
    public static double Requests(SeriesData? data) => data switch
    {
        SeriesData.Samples samples => samples.Count,
        not null when CountsRequests(data) => Enumerable.Range(0, data.Count).Sum(row => Requests(data, row)),
        _ => 0,
    };

    private static bool CountsRequests(SeriesData data) => data is SeriesData.Samples or SeriesData.Ratios or SeriesData.Histograms or SeriesData.ExponentialHistograms;

    private static Traffic Of(string metric, Series[] series)
    {
        // Only while both arms ran: a baseline that began an hour earlier has no more than its share.
        var (b, c) = (Window(Arm.Baseline), Window(Arm.Canary));
        var (from, to) = b is { } x && c is { } y ? (Math.Max(x.From, y.From), Math.Min(x.To, y.To)) : (long.MinValue, long.MaxValue);
        return new(metric, Sum(Arm.Baseline), Sum(Arm.Canary));

        (long From, long To)? Window(Arm arm) =>
            series.Where(s => s.Arm == arm).Select(s => Times.Window(s.Data.Times.Span)).Aggregate(((long, long)?)null, Times.Both);

        double Sum(Arm arm) => series.Where(s => s.Arm == arm).Sum(s => Within(s.Data, from, to));
    }

    private static double Within(SeriesData data, long from, long to)
    {
        var times = data.Times.Span;
        if (times.IsEmpty)
        {
            return data is SeriesData.Samples ? data.Count : 0;
        }

        double sum = 0;
        var seen = new HashSet<long>();
        for (var i = 0; i < times.Length; i++)
        {
            // An interval that is repeated is the same traffic; samples of one instant are different requests.
            if (times[i] >= from && times[i] <= to && (data is SeriesData.Samples || seen.Add(times[i])))
            {
                var requests = Requests(data, i);
                sum += double.IsFinite(requests) ? requests : 0;
            }
        }

        return sum;
    }

    private static double Requests(SeriesData data, int row) => data switch
    {
        SeriesData.Ratios ratios => ratios.Totals[row],
        SeriesData.Histograms histograms => histograms.Rows[row].Sum(),
        SeriesData.ExponentialHistograms histograms => histograms.Rows[row].Total,
        _ => 1,
    };
}
