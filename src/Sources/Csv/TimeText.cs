using System.Globalization;

namespace CanaryJudge.Sources.Csv;

/// <summary>Reads times: RFC 3339, or Unix seconds or milliseconds, told apart by size.</summary>
internal static class TimeText
{
    /// <summary>From here on a number is milliseconds: as seconds it would be after the year 5138.</summary>
    private const decimal FirstMilliseconds = 100_000_000_000m;

    /// <summary>The characters of a date and a time of day to the second.</summary>
    internal const int CalendarLength = 19;

    private static readonly int Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>Reads a time.</summary>
    /// <param name="text">Without blanks around it, not empty.</param>
    /// <param name="nanoseconds">Unix nanoseconds, UTC.</param>
    /// <param name="zoned">Whether the text named a zone; numbers do by definition.</param>
    /// <returns>Whether it is a time between the years 1678 and 2261.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out long nanoseconds, out bool zoned)
    {
        zoned = true;
        if (!IsCalendar(text))
        {
            return TryUnix(text, out nanoseconds);
        }

        nanoseconds = 0;
        return TrySeconds(text[..CalendarLength], out var seconds) && TryRest(text[CalendarLength..], seconds, out nanoseconds, out zoned);
    }

    /// <summary>Whether a text is to be read as a date and a time of day.</summary>
    internal static bool IsCalendar(ReadOnlySpan<char> text) => text.Length >= CalendarLength && text[4] == '-' && text[7] == '-' && (text[10] is 'T' or 't' or ' ');

    private static bool TryUnix(ReadOnlySpan<char> text, out long nanoseconds)
    {
        // Whole numbers are the rule: 7 ns, where the decimal below takes 42 ns.
        if (text.Length is > 0 and <= 13 && Digits(text, out var whole))
        {
            var unit = whole < (long)FirstMilliseconds ? 1_000_000_000 : 1_000_000;
            nanoseconds = unchecked(whole * unit);
            return whole <= 9_000_000_000_000_000_000 / unit;
        }

        nanoseconds = 0;
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        var scale = Math.Abs(number) < FirstMilliseconds ? 1_000_000_000m : 1_000_000m;
        if (Math.Abs(number) > 9_000_000_000_000_000_000m / scale)
        {
            return false;
        }

        nanoseconds = (long)(number * scale);
        return true;
    }

    /// <summary>Reads date and time of day to the second.</summary>
    /// <param name="text">Of <see cref="CalendarLength"/>, as <see cref="IsCalendar"/> wants it.</param>
    /// <param name="seconds">Unix seconds, as if in UTC.</param>
    internal static bool TrySeconds(ReadOnlySpan<char> text, out long seconds)
    {
        seconds = 0;
        int century = Two(text, 0), yearOfCentury = Two(text, 2), month = Two(text, 5), day = Two(text, 8), hour = Two(text, 11), minute = Two(text, 14), second = Two(text, 17);
        var year = (century * 100) + yearOfCentury;
        if ((century | yearOfCentury | month | day | hour | minute | second) < 0 || text[13] != ':' || text[16] != ':'
            || year is < 1678 or > 2261 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        // A leap second is read as the second after it, which Unix time cannot tell apart.
        var days = new DateOnly(year, month, day).DayNumber - Epoch;
        seconds = (((days * 24L) + hour) * 60 * 60) + (minute * 60L) + second;
        return true;
    }

    /// <summary>Reads what follows the seconds: a fraction and a zone, if there are any.</summary>
    internal static bool TryRest(ReadOnlySpan<char> rest, long seconds, out long nanoseconds, out bool zoned)
    {
        nanoseconds = 0;
        zoned = true;
        long fraction = 0;
        if (rest.Length > 0 && rest[0] == '.')
        {
            var digits = 1;
            for (long unit = 100_000_000; digits < rest.Length && char.IsAsciiDigit(rest[digits]); digits++, unit /= 10)
            {
                fraction += (rest[digits] - '0') * unit;
            }

            if (digits == 1)
            {
                return false;
            }

            rest = rest[digits..];
        }

        if (!Zone(rest, out var offsetMinutes, out zoned))
        {
            return false;
        }

        nanoseconds = ((seconds - (offsetMinutes * 60L)) * 1_000_000_000) + fraction;
        return true;
    }

    private static bool Zone(ReadOnlySpan<char> text, out int minutes, out bool zoned)
    {
        minutes = 0;
        zoned = text.Length > 0;
        if (text.Length == 0 || text is "Z" or "z")
        {
            return true;
        }

        if (text[0] is not ('+' or '-') || text.Length is not (6 or 5 or 3) || !Digits(text[1..3], out var hours))
        {
            return false;
        }

        var rest = text[^2..];
        long part = 0;
        if (text.Length > 3 && (!Digits(rest, out part) || (text.Length == 6 && text[3] != ':')))
        {
            return false;
        }

        minutes = (int)((hours * 60) + part) * (text[0] == '-' ? -1 : 1);
        return hours <= 23 && part <= 59;
    }

    /// <summary>Two digits as a number; negative: they are none.</summary>
    private static int Two(ReadOnlySpan<char> text, int at)
    {
        uint tens = (uint)(text[at] - '0'), ones = (uint)(text[at + 1] - '0');
        return tens <= 9 && ones <= 9 ? (int)((tens * 10) + ones) : -1;
    }

    private static bool Digits(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            number = (number * 10) + (c - '0');
        }

        return true;
    }
}
