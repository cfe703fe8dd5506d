using System.Globalization;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Csv;

/// <summary>Reads numbers, in the one spelling that means the same everywhere.</summary>
internal static class NumberText
{
    private const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a number; nothing is NaN (missing), and the infinities have their usual names.</summary>
    /// <param name="text">Without blanks around it.</param>
    /// <param name="value">The number.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        if (double.TryParse(text, Styles, CultureInfo.InvariantCulture, out value) && double.IsFinite(value))
        {
            return true;
        }

        value = text switch
        {
            "" => double.NaN,
            _ when Is(text, "nan") || Is(text, "null") || Is(text, "none") || Is(text, "na") || Is(text, "n/a") => double.NaN,
            _ when Is(text, "inf") || Is(text, "+inf") || Is(text, "infinity") || Is(text, "+infinity") => double.PositiveInfinity,
            _ when Is(text, "-inf") || Is(text, "-infinity") => double.NegativeInfinity,
            _ => 0,
        };
        return value != 0;
    }

    /// <summary>Why a text is no number, and what to write.</summary>
    public static string Complaint(string column, ReadOnlySpan<char> text)
    {
        var shown = Words.Shown(text);
        return text.Contains(',')
            ? $"{column} '{shown}' has a comma: write decimals with a point, as in 1234.5, and no thousands separators"
            : $"{column} '{shown}' is not a number";
    }

    /// <summary>Whether a count can hold it: whole, not negative, exact in a double.</summary>
    public static bool IsCount(double value) => value is >= 0 and <= 9_007_199_254_740_992 && value == Math.Floor(value);

    private static bool Is(ReadOnlySpan<char> text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
