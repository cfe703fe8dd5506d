using CanaryJudge.Judging.Anomalies;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Judging.Health;

/// <summary>One arm repeats a value that cannot have stood still: an exporter that hangs sends its last value for ever.</summary>
/// <remarks>
/// Of points only: counts of rare events stand still by themselves, and so does zero. A run of at least ten equal values in one arm is
/// frozen when at most half of the other arm's neighbours are equal.
/// </remarks>
internal static class FrozenArm
{
    private const int FewestEqual = 10;

    /// <summary>The warning of the arm that stands still.</summary>
    public static void Add(MetricTimes times, List<Warning> warnings)
    {
        if (times.Plan.Kind != "points")
        {
            return;
        }

        Add(Arm.Baseline, times.Baseline, times.Canary, warnings);
        Add(Arm.Canary, times.Canary, times.Baseline, warnings);
    }

    private static void Add(Arm arm, Timeline own, Timeline other, List<Warning> warnings)
    {
        int end = 0, longest = 0, run = 1;
        for (var i = 1; i < own.Count; i++)
        {
            run = own.Values[i].Equals(own.Values[i - 1]) && own.Values[i] != 0 ? run + 1 : 1;
            (end, longest) = run > longest ? (i, run) : (end, longest);
        }

        if (longest >= FewestEqual && 2 * Standing(other.Values) <= other.Count - 1)
        {
            var since = own.At.Length > 0 ? $" from {Times.Text(own.At[end - longest + 1])} on" : "";
            warnings.Add(new(
                WarningCode.FrozenArm,
                $"{Rows.Word(arm)}: exactly {Numbers.Value(own.Values[end])} for {Numbers.Count(longest)} intervals{since}, while the other arm moves: does its exporter hang?"));
        }
    }

    private static int Standing(double[] values)
    {
        var equal = 0;
        for (var i = 1; i < values.Length; i++)
        {
            equal += values[i].Equals(values[i - 1]) ? 1 : 0;
        }

        return equal;
    }
}
