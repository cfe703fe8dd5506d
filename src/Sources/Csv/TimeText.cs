using System.Buffers;
using System.Globalization;

namespace CanaryJudge.Sources.Csv;

/// <summary>Times: RFC 3339, or Unix seconds or milliseconds, told apart by their size.</summary>
internal static class TimeText
{
    private const long Second = 1_000_000_000;
    private const long MostSeconds = long.MaxValue / Second;
    private const double FewestMilliseconds = 1e11;
    private const double MostMilliseconds = 1e14;

    private static readonly SearchValues<char> s_number = SearchValues.Create("0123456789.-+eE");

    /// <summary>Reads a time.</summary>
    /// <param name="text">Not empty.</param>
    /// <param name="nanoseconds">Since 1970, UTC.</param>
    /// <param name="hasZone">False when it is a date without a zone, read as UTC.</param>
    public static bool TryRead(ReadOnlySpan<char> text, out long nanoseconds, out bool hasZone)
    {
        hasZone = true;
        return text.Length >= 19 && text[4] == '-' && text[7] == '-'
            ? TryReadDate(text, out nanoseconds, out hasZone)
            : TryReadUnix(text, out nanoseconds);
    }

    /// <summary>Why a text is no time: one sentence.</summary>
    public static string Why(ReadOnlySpan<char> text, string shown) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) >= MostMilliseconds
            ? $"timestamp \"{shown}\" is too large for Unix milliseconds; turn micro- or nanoseconds into one of those."
            : $"timestamp \"{shown}\" is no time; write RFC 3339 (2026-03-02T10:00:00Z), Unix seconds or Unix milliseconds, in the years 1678 to 2261.";

    private static bool TryReadDate(ReadOnlySpan<char> text, out long nanoseconds, out bool hasZone)
    {
        nanoseconds = 0;
        hasZone = false;
        if (text[10] is not ('T' or 't' or ' ') || text[13] != ':' || text[16] != ':' || !Digits(text, 0, 4, out var year) || !Digits(text, 5, 2, out var month)
            || !Digits(text, 8, 2, out var day) || !Digits(text, 11, 2, out var hour) || !Digits(text, 14, 2, out var minute) || !Digits(text, 17, 2, out var second)
            || year is < 1678 or > 2261 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        var rest = text[19..];
        if (!TryReadFraction(ref rest, out var fraction) || !TryReadZone(rest, out var offsetMinutes, out hasZone))
        {
            return false;
        }

        var days = (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerDay;
        nanoseconds = (((((days * 24) + hour) * 60) + minute - offsetMinutes) * 60 * Second) + (second * Second) + fraction;
        return true;
    }

    private static bool TryReadFraction(ref ReadOnlySpan<char> rest, out long nanoseconds)
    {
        nanoseconds = 0;
        if (rest.IsEmpty || rest[0] != '.')
        {
            return true;
        }

        rest = rest[1..];
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? rest : rest[..end];
        rest = rest[digits.Length..];
        nanoseconds = Nanoseconds(digits);
        return digits.Length > 0;
    }

    private static long Nanoseconds(ReadOnlySpan<char> digits)
    {
        long value = 0;
        for (var i = 0; i < 9; i++)
        {
            value = (value * 10) + (i < digits.Length ? digits[i] - '0' : 0);
        }

        return value;
    }

    private static bool TryReadZone(ReadOnlySpan<char> rest, out int minutes, out bool hasZone)
    {
        minutes = 0;
        hasZone = !rest.IsEmpty;
        if (rest is "" or "Z" or "z")
        {
            return true;
        }

        if (rest.Length != 6 || rest[0] is not ('+' or '-') || rest[3] != ':' || !Digits(rest, 1, 2, out var h) || !Digits(rest, 4, 2, out var m) || h > 23 || m > 59)
        {
            return false;
        }

        minutes = ((h * 60) + m) * (rest[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool Digits(ReadOnlySpan<char> text, int at, int count, out int value)
    {
        value = 0;
        foreach (var c in text.Slice(at, count))
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            value = (value * 10) + c - '0';
        }

        return true;
    }

    private static bool TryReadUnix(ReadOnlySpan<char> text, out long nanoseconds)
    {
        if (text.Length <= 13 && !text.ContainsAnyExceptInRange('0', '9'))
        {
            return TryScale(long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture), out nanoseconds);
        }

        nanoseconds = 0;
        if (text.ContainsAnyExcept(s_number)
            || !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        var size = (double)Math.Abs(number);
        if (size >= MostMilliseconds || (size < FewestMilliseconds && size >= MostSeconds))
        {
            return false;
        }

        // Decimal, not double: 1772445600.123 keeps its nanoseconds.
        var unit = size >= FewestMilliseconds ? Second / 1000 : Second;
        if (number * unit is >= long.MaxValue or <= long.MinValue)
        {
            return false;
        }

        nanoseconds = (long)(number * unit);
        return true;
    }

    /// <summary>Whole numbers, most of all Unix times, without the slower decimals.</summary>
    private static bool TryScale(long number, out long nanoseconds)
    {
        var isMilliseconds = number >= (long)FewestMilliseconds;
        nanoseconds = isMilliseconds ? number * (Second / 1000) : number * Second;
        return isMilliseconds || number < MostSeconds;
    }
}
