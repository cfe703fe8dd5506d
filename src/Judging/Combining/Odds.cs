namespace CanaryJudge.Judging.Combining;

/// <summary>Numbers rounded to what a reader can use, always towards the weaker statement.</summary>
public static class Odds
{
    /// <summary>The largest N that "1 in N" says.</summary>
    public const double Cap = 1_000_000;

    /// <summary>N of "1 in N by chance": two digits, rounded down, from 1 to <see cref="Cap"/>.</summary>
    /// <param name="p">A probability.</param>
    public static double OneIn(double p) => p <= 1 / Cap ? Cap : TwoDigitsDown(1 / Math.Min(p, 1));

    /// <summary>Two digits, rounded up; at least 1.</summary>
    /// <param name="count">A positive number.</param>
    public static double TwoDigitsUp(double count)
    {
        var whole = Math.Max(1, Math.Ceiling(count - 1e-9));
        var unit = Unit(whole);
        return Math.Ceiling(whole / unit) * unit;
    }

    private static double TwoDigitsDown(double value)
    {
        // 1 / (1 / 20) is a hair below 20 in floating point; a hair must not cost a whole step.
        var nudged = value * (1 + 1e-12);
        var unit = Unit(nudged);
        return Math.Floor(nudged / unit) * unit;
    }

    private static double Unit(double value) => value < 100 ? 1 : Math.Pow(10, Math.Floor(Math.Log10(value)) - 1);
}
