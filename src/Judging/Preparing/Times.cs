using System.Globalization;

namespace CanaryJudge.Judging.Preparing;

/// <summary>Arithmetic on Unix nanoseconds.</summary>
internal static class Times
{
    /// <summary>As a point in time; outside the years 1 to 9999 the nearest end.</summary>
    public static DateTimeOffset Of(long nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / 100);

    /// <summary>RFC 3339, to the second.</summary>
    public static string Text(long nanoseconds) => Of(nanoseconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The first and the last time; null without times.</summary>
    public static (long From, long To)? Window(ReadOnlySpan<long> times)
    {
        if (times.IsEmpty)
        {
            return null;
        }

        long from = times[0], to = times[0];
        foreach (var time in times)
        {
            from = Math.Min(from, time);
            to = Math.Max(to, time);
        }

        return (from, to);
    }

    /// <summary>The window that holds both.</summary>
    public static (long From, long To)? Both((long From, long To)? a, (long From, long To)? b) =>
        (a, b) switch
        {
            (null, _) => b,
            (_, null) => a,
            ({ } x, { } y) => (Math.Min(x.From, y.From), Math.Max(x.To, y.To)),
        };

    /// <summary>Whether the arms do not run side by side: they share less than half of the shorter one's time.</summary>
    public static bool Differ((long From, long To)? baseline, (long From, long To)? canary)
    {
        if (baseline is not { } b || canary is not { } c)
        {
            return false;
        }

        // double: the difference of two extreme times does not fit in 64 bits.
        var shared = Math.Min((double)b.To, c.To) - Math.Max((double)b.From, c.From);
        var shorter = Math.Min((double)b.To - b.From, (double)c.To - c.From);
        return shared < shorter / 2;
    }

    /// <summary>The usual gap between neighbouring times; 0 with fewer than two.</summary>
    /// <remarks>The lower quartile, not the median: where many intervals are missing the median gap spans several.</remarks>
    public static long UsualGap(ReadOnlySpan<long> ordered)
    {
        if (ordered.Length < 2)
        {
            return 0;
        }

        // Mostly all gaps are equal.
        var first = ordered[1] - ordered[0];
        var i = 2;
        while (i < ordered.Length && ordered[i] - ordered[i - 1] == first)
        {
            i++;
        }

        if (i == ordered.Length)
        {
            return first;
        }

        var gaps = new long[ordered.Length - 1];
        for (i = 0; i < gaps.Length; i++)
        {
            gaps[i] = ordered[i + 1] - ordered[i];
        }

        Array.Sort(gaps);
        return gaps[gaps.Length / 4];
    }

    /// <summary>The number of the minute that a time lies in, counted from 1970.</summary>
    public static long Minute(long nanoseconds)
    {
        const long width = 60_000_000_000;
        return (nanoseconds / width) - (nanoseconds % width < 0 ? 1 : 0);
    }

    /// <summary>The width of a window; null without one or when it is empty.</summary>
    public static TimeSpan? Width((long From, long To)? window) =>
        window is { } w && w.To > w.From ? TimeSpan.FromTicks((w.To / 100) - (w.From / 100)) : null;
}
