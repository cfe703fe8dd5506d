namespace CanaryJudge.Judging.Reports;

/// <summary>One way to write signed changes and their intervals: per cent, points, or a unit.</summary>
/// <param name="Factor">What a number is multiplied with before it is written: 100 for per cent.</param>
/// <param name="Most">The largest size written, after the factor.</param>
/// <param name="MostText">How that size is written.</param>
/// <param name="Write">Writes a size.</param>
internal sealed record NumberScale(int Factor, decimal Most, string MostText, Func<decimal, Rounding, string> Write)
{
    private const string Minus = "−";

    /// <summary>Per cent: one decimal below 10, none above, three digits from 1,000.</summary>
    public static NumberScale Percent { get; } = new(100, 1_000_000, "1,000,000", PercentSize);

    /// <summary>Percentage points: two decimals below 10, one below 100, none above.</summary>
    public static NumberScale Points { get; } = new(100, 1_000_000, "1,000,000", PointsSize);

    /// <summary>Any unit: three significant digits.</summary>
    public static NumberScale Values { get; } = new(1, 999e12m, "999 trillion", ValueSize);

    /// <summary>Per cent with three significant digits: the level of a share.</summary>
    public static NumberScale Shares { get; } = new(100, 999e12m, "999 trillion", ValueSize);

    /// <summary>A number without plus.</summary>
    public string Level(double value) => Text(value, plus: "");

    /// <summary>A number with its sign.</summary>
    public string Signed(double value) => Text(value, plus: "+");

    /// <summary>An interval, ends rounded outwards; empty when both ends are unbounded.</summary>
    public string Interval(double? lower, double? upper, string unit) => (Lower(lower), Upper(upper)) switch
    {
        ({ } l, { } u) => $"{l} to {u}{unit}",
        ({ } l, null) => $"{l}{unit} or more",
        (null, { } u) => $"{u}{unit} or less",
        _ => "",
    };

    private string Text(double value, string plus)
    {
        if (double.IsNaN(value))
        {
            return "unknown";
        }

        var (beyond, sign) = value < 0 ? ("<", Minus) : (">", plus);
        return IsBeyond(value) ? beyond + sign + MostText : sign + Write(Size(value), Rounding.Nearest);
    }

    private string? Lower(double? end) => end switch
    {
        null or double.NaN or double.NegativeInfinity => null,
        { } value when IsBeyond(value) => value > 0 ? "+" + MostText : null,
        { } value => value < 0 ? Minus + Write(Size(value), Rounding.Up) : "+" + Write(Size(value), Rounding.Down),
    };

    private string? Upper(double? end) => end switch
    {
        null or double.NaN or double.PositiveInfinity => null,
        { } value when IsBeyond(value) => value < 0 ? Minus + MostText : null,
        { } value => value < 0 ? Minus + Write(Size(value), Rounding.Down) : "+" + Write(Size(value), Rounding.Up),
    };

    private bool IsBeyond(double value) => Math.Abs(value) >= (double)Most || Size(value) > Most;

    private decimal Size(double value) => Decimals.Size(value) * Factor;

    private static string PercentSize(decimal size, Rounding rounding)
    {
        var one = Decimals.Round(size, 1, rounding);
        return one < 10
            ? Decimals.Text(one, 1)
            : Decimals.Text(Decimals.Round(size, Math.Min(0, 2 - Decimals.Magnitude(size)), rounding), 0);
    }

    private static string PointsSize(decimal size, Rounding rounding)
    {
        // What two decimals would show as nothing gets two digits of its own.
        if (size is > 0 and < 0.005m)
        {
            var decimals = Math.Min(9, 1 - Decimals.Magnitude(size));
            return Decimals.Text(Decimals.Round(size, decimals, rounding), decimals);
        }

        var two = Decimals.Round(size, 2, rounding);
        var one = Decimals.Round(size, 1, rounding);
        return two < 10 ? Decimals.Text(two, 2)
            : one < 100 ? Decimals.Text(one, 1)
            : Decimals.Text(Decimals.Round(size, 0, rounding), 0);
    }

    private static string ValueSize(decimal size, Rounding rounding)
    {
        if (size < 1000 && size == Math.Floor(size))
        {
            return Decimals.Text(size, 0);
        }

        var rounded = Decimals.Round(size, Digits(size), rounding);
        return Decimals.Text(rounded, rounded == 0 ? 0 : Math.Max(0, Digits(rounded)));
    }

    private static int Digits(decimal size) => Math.Min(9, 2 - Decimals.Magnitude(size));
}
