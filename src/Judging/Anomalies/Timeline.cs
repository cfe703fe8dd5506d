using CanaryJudge.Judging.Preparing;

namespace CanaryJudge.Judging.Anomalies;

/// <summary>One arm of a metric in order of time, nothing missing.</summary>
/// <param name="At">Unix nanoseconds, rising; empty: order only.</param>
/// <param name="Values">Finite values.</param>
internal sealed record Timeline(long[] At, double[] Values)
{
    private double? _interval;

    /// <summary>No values.</summary>
    public static Timeline Empty { get; } = new([], []);

    /// <summary>How many values.</summary>
    public int Count => Values.Length;

    /// <summary>Where a value lies on the clock; without times its position.</summary>
    public long Place(int index) => At.Length > 0 ? At[index] : index;

    /// <summary>When a value was taken; null without times.</summary>
    public DateTimeOffset? Time(int index) => At.Length > 0 ? Times.Of(At[index]) : null;

    /// <summary>The usual distance of neighbours on the clock, whatever is missing between others.</summary>
    public double Interval => _interval ??= At.Length > 1 ? Usual(At) : 1;

    /// <summary>The mean distance of neighbours on the clock.</summary>
    public double Spacing => Count > 1 ? ((double)Place(Count - 1) - Place(0)) / (Count - 1) : 0;

    /// <summary>Of regular times the distance of any two, which needs no sorting.</summary>
    private static long Usual(long[] at)
    {
        var gap = at[1] - at[0];
        for (var i = 2; i < at.Length; i++)
        {
            if (at[i] - at[i - 1] != gap)
            {
                return Times.UsualGap(at);
            }
        }

        return gap;
    }
}
