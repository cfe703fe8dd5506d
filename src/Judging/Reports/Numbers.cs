using System.Globalization;

namespace CanaryJudge.Judging.Reports;

/// <summary>How every number is written for people: never by culture, never with an exponent, never stronger than the data.</summary>
/// <remarks>
/// Minus is U+2212; where only ASCII may be written, <see cref="Glyphs.Plain"/> turns it into <c>-</c>.
/// Rounding is decimal, on the shortest decimal that reads back as the same double: 0.0014 is 0.14 points, not 0.13999….
/// Numbers too large to read are cut (<c>&gt;+1,000,000%</c>), and NaN is <c>unknown</c>.
/// </remarks>
public static class Numbers
{
    /// <summary>The largest N of "1 in N".</summary>
    public const double MostOneIn = 1_000_000;

    /// <summary>A level: 3 significant digits, thousands with comma; whole numbers below 1,000 as they are.</summary>
    /// <param name="value">Any number.</param>
    /// <returns><c>313</c>, <c>1.50</c>, <c>0.0000123</c>, <c>12,300,000</c>.</returns>
    public static string Value(double value) => NumberScale.Values.Level(value);

    /// <summary>A level with its unit.</summary>
    /// <param name="value">Any number.</param>
    /// <param name="unit">The unit; empty when unknown.</param>
    /// <returns><c>313 ms</c>, <c>71.2%</c>.</returns>
    public static string Value(double value, string unit) => Value(value) + Suffix(unit);

    /// <summary>The level of a share: 0.00321 is <c>0.321%</c>.</summary>
    /// <param name="share">Usually in [0, 1].</param>
    /// <returns>The text.</returns>
    public static string Share(double share) => NumberScale.Shares.Level(share) + "%";

    /// <summary>A number of things, whole, thousands with comma.</summary>
    /// <param name="count">At least 0.</param>
    /// <returns><c>49,920</c>.</returns>
    public static string Count(double count) => Math.Abs(count) < 999e12
        ? (count <= -0.5 ? "−" : "") + Decimals.Text(Decimals.Round(Decimals.Size(count), 0, Rounding.Nearest), 0)
        : Value(count);

    /// <summary>A relative change: signed per cent, one decimal below 10, none above.</summary>
    /// <param name="relative">0.25 is 25% more.</param>
    /// <returns><c>+4.1%</c>, <c>+49%</c>, <c>−0.8%</c>.</returns>
    public static string Change(double relative) => NumberScale.Percent.Signed(relative) + "%";

    /// <summary>A change of a share in percentage points, signed: two decimals below 10, one below 100.</summary>
    /// <param name="share">0.003 is 0.30 points.</param>
    /// <returns><c>+0.30 pp</c>; two significant digits where two decimals would show nothing.</returns>
    public static string Points(double share) => NumberScale.Points.Signed(share) + " pp";

    /// <summary>A change in the metric's unit, signed; where no relative change exists or the margin is absolute.</summary>
    /// <param name="change">In the unit.</param>
    /// <param name="unit">The unit; empty when unknown.</param>
    /// <returns><c>+153 ms</c>.</returns>
    public static string AbsoluteChange(double change, string unit) => NumberScale.Values.Signed(change) + Suffix(unit);

    /// <summary>The interval of a relative change; its ends are rounded outwards.</summary>
    /// <param name="lower">The lower end; null or infinite: unbounded.</param>
    /// <param name="upper">The upper end; null or infinite: unbounded.</param>
    /// <returns><c>+36 to +60%</c>, <c>+36% or more</c>; empty when both are unbounded.</returns>
    public static string ChangeInterval(double? lower, double? upper) => NumberScale.Percent.Interval(lower, upper, "%");

    /// <summary>The interval of a change in percentage points; its ends are rounded outwards.</summary>
    /// <param name="lower">The lower end, a share; null or infinite: unbounded.</param>
    /// <param name="upper">The upper end, a share; null or infinite: unbounded.</param>
    /// <returns><c>+0.14 to +0.46 pp</c>; empty when both are unbounded.</returns>
    public static string PointsInterval(double? lower, double? upper) => NumberScale.Points.Interval(lower, upper, " pp");

    /// <summary>The interval of an absolute change; its ends are rounded outwards.</summary>
    /// <param name="lower">The lower end; null or infinite: unbounded.</param>
    /// <param name="upper">The upper end; null or infinite: unbounded.</param>
    /// <param name="unit">The unit; empty when unknown.</param>
    /// <returns><c>+12.1 to +18.3 ms</c>; empty when both are unbounded.</returns>
    public static string AbsoluteInterval(double? lower, double? upper, string unit) =>
        NumberScale.Values.Interval(lower, upper, Suffix(unit));

    /// <summary>The N of "1 in N": 1 / p, rounded down to two digits, at most 1,000,000.</summary>
    /// <param name="p">A chance in [0, 1].</param>
    /// <returns>From 1; below 10 with one decimal. 1 / p is read to 15 digits, so that p = 1 / 240 is one in 240.</returns>
    public static double OneIn(double p)
    {
        if (p >= 1)
        {
            return 1;
        }

        if (!(p > 1 / MostOneIn))
        {
            return MostOneIn;
        }

        var n = (decimal)(1 / p);
        return (double)Decimals.Round(n, 1 - Decimals.Magnitude(n), Rounding.Down);
    }

    /// <summary>A chance in words, from the chance itself.</summary>
    /// <param name="p">In [0, 1].</param>
    /// <returns><c>1 in 5,800</c>, <c>below 1 in 1,000,000</c>.</returns>
    public static string Chance(double p) => p < 1 / MostOneIn ? "below 1 in 1,000,000" : "1 in " + OneInText(OneIn(p));

    /// <summary>The N of "1 in N" as text.</summary>
    /// <param name="oneIn">As <see cref="OneIn"/> gives it.</param>
    /// <returns><c>5,800</c>, <c>2.5</c>.</returns>
    public static string OneInText(double oneIn) => oneIn < 10 && oneIn != Math.Floor(oneIn)
        ? Decimals.Text(Decimals.Round(Decimals.Size(oneIn), 1, Rounding.Down), 1)
        : Count(Math.Floor(oneIn));

    /// <summary>A number of values that are still needed: rounded up to two digits.</summary>
    /// <param name="count">At least 0.</param>
    /// <returns>2,213 becomes 2,300; written with <see cref="Count"/>.</returns>
    public static double Needed(double count)
    {
        if (!(count > 0))
        {
            return 0;
        }

        if (count >= 999e12)
        {
            return count;
        }

        var whole = Math.Ceiling(Decimals.Size(count));
        return (double)Decimals.Round(whole, 1 - Decimals.Magnitude(whole), Rounding.Up);
    }

    /// <summary>A duration, rounded up.</summary>
    /// <param name="duration">At least zero.</param>
    /// <returns><c>1.9 s</c>, <c>18 s</c>, <c>4 min</c>, <c>2 h 5 min</c>, <c>28 h</c>, <c>12 days</c>.</returns>
    public static string Duration(TimeSpan duration)
    {
        var seconds = Math.Max(0, duration.TotalSeconds);
        var minutes = Math.Ceiling(seconds / 60);
        return seconds switch
        {
            <= 9.9 => Tenths(seconds) + " s",
            <= 59 => Count(Math.Ceiling(seconds)) + " s",
            <= 59 * 60 => Count(minutes) + " min",
            <= 599 * 60 when minutes % 60 != 0 => $"{Count(Math.Floor(minutes / 60))} h {Count(minutes % 60)} min",
            <= 72 * 3600 => Count(Math.Ceiling(seconds / 3600)) + " h",
            _ => Count(Math.Ceiling(seconds / 86_400)) + " days",
        };
    }

    /// <summary>The time of day.</summary>
    /// <param name="time">The time.</param>
    /// <param name="offset">The reader's distance from UTC.</param>
    /// <returns><c>14:21</c>.</returns>
    public static string Time(DateTimeOffset time, TimeSpan offset) => At(time, offset, "HH:mm");

    /// <summary>From when to when, with dates where the days differ.</summary>
    /// <param name="from">The beginning.</param>
    /// <param name="to">The end.</param>
    /// <param name="offset">The reader's distance from UTC.</param>
    /// <param name="dated">Whether the date is wanted in any case.</param>
    /// <returns><c>14:02 to 14:21</c>, <c>2026-11-23 14:02 to 14:21</c>.</returns>
    public static string Times(DateTimeOffset from, DateTimeOffset to, TimeSpan offset, bool dated = false)
    {
        const string Day = "yyyy-MM-dd", Dated = "yyyy-MM-dd HH:mm", Clock = "HH:mm";
        var days = At(from, offset, Day) != At(to, offset, Day);
        return $"{At(from, offset, days || dated ? Dated : Clock)} to {At(to, offset, days ? Dated : Clock)}";
    }

    /// <summary>The date and the time of day, in UTC.</summary>
    /// <param name="time">The time.</param>
    /// <returns><c>2026-11-23 14:21 UTC</c>.</returns>
    public static string Date(DateTimeOffset time) => At(time, TimeSpan.Zero, "yyyy-MM-dd HH:mm") + " UTC";

    internal static bool IsPercent(string unit) => unit is "%" or "percent";

    private static string Suffix(string unit) => unit switch
    {
        "" => "",
        _ when IsPercent(unit) => "%",
        _ => " " + unit,
    };

    private static string Tenths(double seconds) =>
        (Math.Ceiling(Math.Round(seconds * 10, 6)) / 10).ToString("0.#", CultureInfo.InvariantCulture);

    // In ticks and kept inside the calendar, so that its first and last days do not throw.
    private static string At(DateTimeOffset time, TimeSpan offset, string format) =>
        new DateTime(Math.Clamp(time.UtcTicks + offset.Ticks, 0, DateTime.MaxValue.Ticks), DateTimeKind.Unspecified)
            .ToString(format, CultureInfo.InvariantCulture);
}
