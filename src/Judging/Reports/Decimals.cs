using System.Globalization;

namespace CanaryJudge.Judging.Reports;

/// <summary>Sizes (numbers without a sign) in decimal, so that rounding goes where a reader expects it.</summary>
internal static class Decimals
{
    // Finer than anything that is printed: what is nearer to zero only has to stay different from zero.
    private const decimal Finest = 1e-12m;

    /// <summary>The shortest decimal that reads back as the same double: 0.0014 is 0.0014, not 0.001399….</summary>
    /// <param name="value">Its size must be below 1e15; the sign is dropped.</param>
    public static decimal Size(double value)
    {
        var size = Math.Abs(value);
        return size switch
        {
            0 => 0,
            < (double)Finest => Finest,
            _ => decimal.Parse(size.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture),
        };
    }

    /// <summary>The power of ten of the first digit: 0 for 1 to 9.99….</summary>
    public static int Magnitude(decimal size)
    {
        var magnitude = 0;
        for (; size >= 10; size /= 10)
        {
            magnitude++;
        }

        for (; size is > 0 and < 1; size *= 10)
        {
            magnitude--;
        }

        return magnitude;
    }

    /// <summary>Rounds to a number of decimals; below zero: to tens, hundreds, ....</summary>
    public static decimal Round(decimal size, int decimals, Rounding rounding)
    {
        var power = Power(Math.Abs(decimals));
        return decimals >= 0 ? Whole(size * power, rounding) / power : Whole(size / power, rounding) * power;
    }

    /// <summary>Thousands with comma.</summary>
    public static string Text(decimal size, int decimals) =>
        size.ToString(string.Create(CultureInfo.InvariantCulture, $"N{decimals}"), CultureInfo.InvariantCulture);

    private static decimal Whole(decimal size, Rounding rounding) => rounding switch
    {
        Rounding.Down => Math.Floor(size),
        Rounding.Up => Math.Ceiling(size),
        _ => Math.Round(size, MidpointRounding.AwayFromZero),
    };

    private static decimal Power(int exponent)
    {
        var power = 1m;
        for (var i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }
}
