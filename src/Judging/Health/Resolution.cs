using CanaryJudge.Judging.Anomalies;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Judging.Health;

/// <summary>Whether the arms of a metric of events or histograms come in different intervals; points say so themselves, as they are averaged.</summary>
internal static class Resolution
{
    private const double Alike = 1.5;

    /// <summary>The warning.</summary>
    public static void Add(MetricTimes times, List<Warning> warnings)
    {
        if (times.Plan.Kind is "samples" or "points" || times.Baseline.At.Length < 3 || times.Canary.At.Length < 3)
        {
            return;
        }

        double ofBaseline = times.Baseline.Interval, ofCanary = times.Canary.Interval;
        if (Math.Min(ofBaseline, ofCanary) > 0 && Math.Max(ofBaseline, ofCanary) > Alike * Math.Min(ofBaseline, ofCanary))
        {
            warnings.Add(new(
                WarningCode.DifferentIntervals,
                $"The arms have different intervals, {Text(ofBaseline)} and {Text(ofCanary)}: totals are compared all the same, bursts over the coarser."));
        }
    }

    private static string Text(double nanoseconds) => Numbers.Duration(TimeSpan.FromTicks((long)(nanoseconds / 100)));
}
