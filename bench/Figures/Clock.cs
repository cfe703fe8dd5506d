using System.Diagnostics;

namespace CanaryJudge.Figures;

/// <summary>Medians of repeated work in a warm process.</summary>
internal static class Clock
{
    /// <summary>The median time of a piece of work, in milliseconds: at least five runs, a second long.</summary>
    public static double Median(Action work)
    {
        // Enough for the compiler's second tier where the work is short.
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(0.5);)
        {
            work();
        }

        var times = new List<double>();
        for (var start = Stopwatch.GetTimestamp(); times.Count < 5 || (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(1) && times.Count < 2_001);)
        {
            var from = Stopwatch.GetTimestamp();
            work();
            times.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
        }

        return Quantile(times, 0.5);
    }

    /// <summary>A quantile of times.</summary>
    public static double Quantile(List<double> times, double q)
    {
        double[] sorted = [.. times.Order()];
        return sorted[Math.Min(sorted.Length - 1, (int)(q * sorted.Length))];
    }
}
