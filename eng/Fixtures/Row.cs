using System.Globalization;

namespace CanaryJudge.Fixtures;

/// <summary>One line of long CSV, its cells as they will be written.</summary>
/// <param name="Time">RFC 3339 in UTC; empty: order only.</param>
/// <param name="Arm">baseline or canary.</param>
/// <param name="Metric">The metric's name.</param>
/// <param name="Value">The value.</param>
internal sealed record Row(string Time, string Arm, string Metric, string Value)
{
    /// <summary>The arms, baseline first.</summary>
    public static IReadOnlyList<string> Arms { get; } = ["baseline", "canary"];

    /// <summary>When every case begins: a Monday morning.</summary>
    public static DateTime Start { get; } = new(2026, 3, 2, 10, 0, 0, DateTimeKind.Utc);

    /// <summary>The total of a ratio; empty: none.</summary>
    public string Total { get; init; } = "";

    /// <summary>The upper bound of a histogram's bucket; empty: none.</summary>
    public string Le { get; init; } = "";

    /// <summary>The user's key; empty: none.</summary>
    public string User { get; init; } = "";

    /// <summary>The stratum; empty: none.</summary>
    public string Stratum { get; init; } = "";

    /// <summary>Seconds after the start, to the millisecond, as text.</summary>
    public static string At(double seconds)
    {
        var time = Start.AddMilliseconds(Math.Round(seconds * 1000));
        return time.ToString(time.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>A number to a few significant digits, never with an exponent.</summary>
    public static string Text(double value, int digits = 4)
    {
        if (!double.IsFinite(value) || value == 0)
        {
            return value.ToString(CultureInfo.InvariantCulture);
        }

        // Decimal, so that the rounded number is written as it is and not as its nearest binary fraction.
        var whole = (int)Math.Floor(Math.Log10(Math.Abs(value))) + 1;
        return Math.Round((decimal)value, Math.Clamp(digits - whole, 0, 10)).ToString("0.##########", CultureInfo.InvariantCulture);
    }
}
