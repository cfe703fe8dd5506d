using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using Samples = CanaryJudge.Statistics.Samples;

namespace CanaryJudge.Judging.Backtests;

/// <summary>The rule that many alerts follow, to be measured beside the judge: any canary value beyond three standard deviations of the baseline.</summary>
public static class ThreeSigma
{
    /// <summary>The rule's name.</summary>
    public const string Name = "3 sigma";

    private const double Sigmas = 3;

    /// <summary>Whether the rule alarms on a metric's data.</summary>
    /// <param name="snapshot">The data.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="direction">Which way is worse.</param>
    public static bool Alarms(Snapshot snapshot, string metric, Direction direction)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        double[] Values(Arm arm) => [.. snapshot.Series.Where(s => s.Metric == metric && s.Arm == arm).SelectMany(s => Anomalies.Timelines.Of(s.Data, TimeSpan.Zero).Values)];
        return Alarms(Values(Arm.Baseline), Values(Arm.Canary), direction);
    }

    internal static bool Alarms(double[] baseline, double[] canary, Direction direction)
    {
        if (baseline.Length < 2)
        {
            return false;
        }

        double mean = Samples.Mean(baseline), limit = Sigmas * Samples.StandardDeviation(baseline);
        return Array.Exists(canary, value => direction switch
        {
            Direction.Increase => value - mean > limit,
            Direction.Decrease => mean - value > limit,
            _ => Math.Abs(value - mean) > limit,
        });
    }
}
