using CanaryJudge.Judging.Model;

namespace CanaryJudge.Benchmarks.Judging;

/// <summary>Snapshots of latencies, one value a minute.</summary>
internal static class Points
{
    private const long Start = 1_769_868_000_000_000_000;
    private const long Minute = 60_000_000_000;

    /// <summary>Both arms of some metrics.</summary>
    /// <param name="metrics">How many.</param>
    /// <param name="count">Minutes.</param>
    /// <param name="shift">What the canary's second half is multiplied with.</param>
    public static Snapshot Of(int metrics, int count, double shift = 1)
    {
        long[] times = [.. Enumerable.Range(0, count).Select(i => Start + (i * Minute))];
        return new([.. Enumerable.Range(0, 2 * metrics).Select(i =>
        {
            var values = Draws.Latencies(count, i + 1);
            foreach (ref var value in values.AsSpan(i % 2 == 0 ? count : count / 2))
            {
                value *= shift;
            }

            return new Series($"metric_{i / 2}_ms", (Arm)(i % 2), Series.NoLabels, new SeriesData.Points(null, times, values));
        })]);
    }
}
