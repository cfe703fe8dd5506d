using CanaryJudge.Statistics.Effects;

namespace CanaryJudge.Judging.Kayenta;

/// <summary>The stretches on which Kayenta's statistic is at its quantiles, or the points where it jumps over them.</summary>
/// <remarks>
/// The statistic changes only where the shift passes a difference of a canary and a baseline value, so a root is the difference whose rank the
/// number of pairs above tells: no search along the shift is needed.
/// </remarks>
public static class ExactRoot
{
    /// <summary>The stretch of each quantile. O((n + m) log (n + m)).</summary>
    /// <param name="statistic">The arms; their values are finite.</param>
    /// <param name="quantiles">Where the statistic is sought.</param>
    public static Stretch[] Of(RankStatistic statistic, params ReadOnlySpan<double> quantiles)
    {
        double low = statistic.SmallestShift, high = statistic.LargestShift;
        double atLow = statistic.At(low), atHigh = statistic.At(high);
        var ranks = new (long First, long Last)[quantiles.Length];
        for (var i = 0; i < ranks.Length; i++)
        {
            var quantile = quantiles[i];
            ranks[i] = atLow - quantile <= 0 ? (1, 1)
                : atHigh - quantile >= 0 ? (statistic.Pairs, statistic.Pairs)
                : (RankOf(statistic, pairs => statistic.OfPairs(pairs) - quantile > 0), RankOf(statistic, pairs => statistic.OfPairs(pairs) - quantile >= 0));
        }

        return Array.ConvertAll(HodgesLehmann.Differences(statistic.Baseline, statistic.Canary, ranks), d => new Stretch(d.First, d.Last));
    }

    /// <summary>The rank, from 1, of the difference at which too few pairs are left above.</summary>
    private static long RankOf(RankStatistic statistic, Func<long, bool> isEnough)
    {
        long fewest = 0, most = statistic.Pairs;
        while (fewest < most)
        {
            var middle = fewest + ((most - fewest) / 2);
            (fewest, most) = isEnough(middle) ? (fewest, middle) : (middle + 1, most);
        }

        return Math.Max(1, statistic.Pairs - fewest + 1);
    }
}
