using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Judging.Preparing;

/// <summary>Counts in buckets.</summary>
/// <param name="Edges">One more than there are counts, rising; the outer ones may be infinite.</param>
/// <param name="Counts">Whole numbers, at least 0.</param>
internal sealed record Buckets(double[] Edges, double[] Counts)
{
    private static readonly double[] Probabilities = [0.5, 0.9, 0.95, 0.99];

    /// <summary>All values.</summary>
    public double Total { get; } = Counts.Sum();

    /// <summary>A quantile, linear inside its bucket; in an open bucket its finite edge.</summary>
    public double Quantile(double q)
    {
        var k = BucketOf(q * Total, out var before);
        double low = Edges[k], high = Edges[k + 1];
        return double.IsInfinity(high) ? low : double.IsInfinity(low) ? high : low + ((high - low) * Math.Clamp(((q * Total) - before) / Counts[k], 0, 1));
    }

    /// <summary>A quantile with an interval rounded outwards to whole buckets.</summary>
    /// <param name="q">The quantile.</param>
    /// <param name="endLevel">The chance that one end is wrong.</param>
    public Interval QuantileInterval(double q, double endLevel)
    {
        var spread = Gaussian.Critical(endLevel) * Math.Sqrt(Total * q * (1 - q));
        return new(Quantile(q), Edges[BucketOf((q * Total) - spread, out _)], Edges[BucketOf((q * Total) + spread, out _) + 1]);
    }

    /// <summary>What the values look like, as far as the buckets tell.</summary>
    public ArmSummary Summary() => Total > 0
        ? new()
        {
            Count = Total,
            Median = Quantile(0.5),
            Quantiles = [.. Probabilities.Select(p => KeyValuePair.Create(p, Quantile(p)))],
        }
        : new() { Count = 0 };

    private int BucketOf(double rank, out double before)
    {
        before = 0;
        var last = Array.FindLastIndex(Counts, c => c > 0);
        for (var k = 0; k < last; k++)
        {
            if (Counts[k] > 0 && before + Counts[k] >= rank)
            {
                return k;
            }

            before += Counts[k];
        }

        return Math.Max(last, 0);
    }
}
