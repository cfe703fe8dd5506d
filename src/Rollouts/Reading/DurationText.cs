namespace CanaryJudge.Rollouts.Reading;

/// <summary>Durations as people write them: <c>90s</c>, <c>1h30m</c>, <c>14d</c>, or seconds.</summary>
public static class DurationText
{
    private const string Units = "dhms";

    private static readonly long[] Seconds = [86_400, 3_600, 60, 1];

    /// <summary>Reads a duration: numbers with the units d, h, m, s, each at most once and in this order; without a unit seconds.</summary>
    /// <param name="text">The text.</param>
    /// <param name="seconds">Whole seconds, at most 10 years; 0 if the text is no duration.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string? text, out long seconds)
    {
        const long Longest = 3650 * 86_400L;
        seconds = 0;
        long number = 0;
        var (digits, last) = (0, -1);
        foreach (var c in text ?? "")
        {
            if (char.IsAsciiDigit(c) && digits < 9)
            {
                (number, digits) = ((number * 10) + (c - '0'), digits + 1);
                continue;
            }

            var unit = Units.IndexOf(c, StringComparison.Ordinal);
            if (digits == 0 || unit <= last)
            {
                return Fail(out seconds);
            }

            seconds += number * Seconds[unit];
            (number, digits, last) = (0, 0, unit);
        }

        if (digits > 0 && last >= 0)
        {
            return Fail(out seconds);
        }

        seconds += number;
        return (digits > 0 || last >= 0) && seconds <= Longest || Fail(out seconds);
    }

    /// <summary>A duration as <see cref="TryParse"/> reads it: <c>1h30m</c>; none is <c>0s</c>.</summary>
    public static string Write(long seconds)
    {
        var text = "";
        for (var i = 0; i < Seconds.Length; i++)
        {
            text += seconds / Seconds[i] is > 0 and var count ? $"{count}{Units[i]}" : "";
            seconds %= Seconds[i];
        }

        return text.Length == 0 ? "0s" : text;
    }

    private static bool Fail(out long seconds)
    {
        seconds = 0;
        return false;
    }
}
