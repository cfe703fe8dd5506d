using CanaryJudge.Judging.Anomalies;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Judging.Health;

/// <summary>A hole in one arm's data while the other arm has some.</summary>
/// <remarks>
/// Of interval data a hole of at least 5 intervals and a tenth of the common time; of raw observations also longer than ln n + 10 usual
/// distances, which the longest hole of n independent arrivals exceeds once in 20,000 runs. Source: W. Feller, An Introduction to
/// Probability Theory and Its Applications 2 (1971), section I.6.
/// </remarks>
internal static class Gap
{
    private const double Intervals = 5;
    private const double Share = 0.1;
    private const double Chance = 10;

    /// <summary>The warnings of both arms.</summary>
    public static void Add(MetricTimes times, List<Warning> warnings)
    {
        Add(times, Arm.Baseline, times.Baseline, times.Canary, warnings);
        Add(times, Arm.Canary, times.Canary, times.Baseline, warnings);
    }

    private static void Add(MetricTimes times, Arm arm, Timeline own, Timeline other, List<Warning> warnings)
    {
        if (own.At.Length < 2 || other.At.Length < 2)
        {
            return;
        }

        long from = Math.Max(own.At[0], other.At[0]), to = Math.Min(own.At[^1], other.At[^1]);
        var (start, length) = Longest(own.At, from, to);
        var isSamples = times.Plan.Kind == "samples";
        var least = Math.Max(isSamples ? (Math.Log(own.Count) + Chance) * own.Spacing : Intervals * own.Interval, Share * ((double)to - from));
        if (length <= least)
        {
            return;
        }

        // The other arm must show that there was something to see.
        var seen = other.At.Count(t => t > start && t < start + length);
        if (seen >= 0.5 * length / Math.Max(1, other.Spacing))
        {
            warnings.Add(new(
                WarningCode.Gap,
                $"{Rows.Word(arm)}: nothing from {Times.Text(start)} on for {Numbers.Duration(TimeSpan.FromTicks((long)(length / 100)))}, while the other arm has {Numbers.Count(seen)} values."));
        }
    }

    private static (long Start, double Length) Longest(long[] at, long from, long to)
    {
        long start = 0;
        double longest = 0;
        for (var i = 1; i < at.Length; i++)
        {
            var length = (double)at[i] - at[i - 1];
            if (length > longest && at[i - 1] >= from && at[i] <= to)
            {
                (start, longest) = (at[i - 1], length);
            }
        }

        return (start, longest);
    }
}
