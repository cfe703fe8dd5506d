using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Preparing;

/// <summary>The usable rows of one series of interval data: in order of time, one per time, nothing missing.</summary>
/// <param name="Keep">Row numbers, by time.</param>
/// <param name="Warnings">What was dropped, counted.</param>
/// <param name="ConflictAt">A time with two different rows, in Unix nanoseconds; null: none.</param>
internal sealed record Rows(int[] Keep, IReadOnlyList<Warning> Warnings, long? ConflictAt)
{
    private const double Largest = 1e100;

    /// <summary>Sorts by time, drops what is missing, infinite, repeated or inside the warm-up.</summary>
    /// <param name="arm">For the messages.</param>
    /// <param name="data">The series; each row is judged by <paramref name="worst"/>.</param>
    /// <param name="warmup">Rows of this first stretch are dropped.</param>
    /// <param name="worst">The row's value that decides: NaN when any is NaN, infinite when any is infinite.</param>
    /// <param name="same">Whether two rows hold the same values.</param>
    public static Rows Of(Arm arm, SeriesData data, TimeSpan warmup, Func<int, double> worst, Func<int, int, bool> same)
    {
        var times = data.Times.Span;
        var order = Enumerable.Range(0, data.Count).ToArray();
        var warnings = new List<Warning>();
        var sorted = true;
        for (var i = 1; i < times.Length; i++)
        {
            sorted &= times[i - 1] <= times[i];
        }

        if (!sorted)
        {
            // The row number breaks ties, so the order is the same on every machine.
            Array.Sort(times.ToArray().Zip(order).ToArray(), order);
            warnings.Add(new(WarningCode.OutOfOrder, $"{Word(arm)}: rows were out of order and have been sorted."));
        }

        var keep = new int[order.Length];
        var kept = 0;
        int missing = 0, infinite = 0, repeated = 0, warming = 0;
        long? conflict = null;
        var start = times.Length > 0 ? times[order[0]] : 0;
        foreach (var row in order)
        {
            if (times.Length > 0 && times[row] - start < warmup.Ticks * 100)
            {
                warming++;
            }
            else if (worst(row) is var value && double.IsNaN(value))
            {
                missing++;
            }
            else if (IsOutOfRange(value))
            {
                infinite++;
            }
            else if (kept > 0 && times.Length > 0 && times[keep[kept - 1]] == times[row])
            {
                repeated++;
                conflict ??= same(keep[kept - 1], row) ? null : times[row];
            }
            else
            {
                keep[kept++] = row;
            }
        }

        Add(warnings, arm, missing, WarningCode.NanDropped, "without a value (NaN)", "left out as missing");
        Add(warnings, arm, infinite, WarningCode.InfinityDropped, "infinite or beyond 1e100", "left out");
        Add(warnings, arm, conflict is null ? repeated : 0, WarningCode.DuplicatesDropped, "repeated", "left out");
        Add(warnings, arm, warming, WarningCode.WarmupTrimmed, "in the warm-up", "left out");
        return new(kept == keep.Length ? keep : keep[..kept], warnings, conflict);
    }

    /// <summary>Whether every row is usable as it stands: then <see cref="Of"/>, without a warm-up, would keep all in their order and say nothing.</summary>
    /// <param name="times">Unix nanoseconds.</param>
    /// <param name="values">As many.</param>
    public static bool AreUsable(ReadOnlySpan<long> times, ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!IsUsable(values[i]) || (i > 0 && times[i] <= times[i - 1]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Infinite, or so large that its square is: no metric is, and a sum of squares would overflow.</summary>
    internal static bool IsOutOfRange(double value) => Math.Abs(value) > Largest;

    /// <summary>Whether a value is there and in range: of NaN no comparison holds.</summary>
    internal static bool IsUsable(double value) => Math.Abs(value) <= Largest;

    /// <summary>Adds a warning about dropped values when there are any.</summary>
    internal static void Add(List<Warning> warnings, Arm arm, int count, WarningCode code, string what, string done)
    {
        if (count > 0)
        {
            warnings.Add(new(code, $"{Word(arm)}: {count:N0} {(count == 1 ? "value" : "values")} {what}, {done}."));
        }
    }

    /// <summary>The obstacle that a conflict is; null without one.</summary>
    public static Obstacle? Conflict(Rows baseline, Rows canary)
    {
        var (arm, at) = baseline.ConflictAt is { } b ? (Arm.Baseline, b) : (Arm.Canary, canary.ConflictAt ?? 0);
        return baseline.ConflictAt is null && canary.ConflictAt is null
            ? null
            : new(ReasonCode.ConflictingValues, $"Two different values of the {Word(arm)} for {Times.Text(at)}: one series must hold one value per interval; add a label, or sum them.");
    }

    /// <summary>The arm's name in a sentence.</summary>
    internal static string Word(Arm arm) => arm == Arm.Baseline ? "baseline" : "canary";
}
