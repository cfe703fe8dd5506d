using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics;
using Samples = CanaryJudge.Statistics.Samples;

namespace CanaryJudge.Judging.Kinds;

/// <summary>What an arm's values look like.</summary>
internal static class Summaries
{
    private static readonly double[] Probabilities = [0.5, 0.9, 0.95, 0.99];

    /// <summary>Of values in rising order.</summary>
    public static ArmSummary OfValues(double[] sorted) => sorted.Length == 0
        ? new() { Count = 0 }
        : new()
        {
            Count = sorted.Length,
            Mean = Samples.Mean(sorted),
            Median = Quantiles.Of(sorted, 0.5),
            StandardDeviation = sorted.Length > 1 ? Samples.StandardDeviation(sorted) : null,
            Min = sorted[0],
            Max = sorted[^1],
            Quantiles = [.. Probabilities.Select(p => KeyValuePair.Create(p, Quantiles.Of(sorted, p)))],
        };

    /// <summary>Of events per total or exposure.</summary>
    public static ArmSummary OfEvents(double events, double total, double count) => new()
    {
        Count = count,
        Events = events,
        Mean = total > 0 ? events / total : null,
    };
}
