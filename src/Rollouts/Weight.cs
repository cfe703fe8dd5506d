using System.Globalization;

namespace CanaryJudge.Rollouts;

/// <summary>The canary's share of the traffic, in basis points: 10,000 are all of it.</summary>
/// <remarks>Written as percent with at most two decimals: <c>5%</c>, <c>0.25%</c>. Nothing finer exists, so a weight that is written and read again is the same weight.</remarks>
public readonly record struct Weight : IComparable<Weight>
{
    /// <summary>A weight of so many basis points.</summary>
    /// <param name="basisPoints">From 0 to 10,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is outside that range.</exception>
    public Weight(int basisPoints)
    {
        if (basisPoints is not (>= 0 and <= 10_000))
        {
            throw new ArgumentOutOfRangeException(nameof(basisPoints), basisPoints, "A weight has from 0 to 10,000 basis points.");
        }

        BasisPoints = basisPoints;
    }

    /// <summary>No traffic reaches the canary.</summary>
    public static Weight Zero => new(0);

    /// <summary>All traffic reaches the canary.</summary>
    public static Weight Full => new(10_000);

    /// <summary>From 0 to 10,000.</summary>
    public int BasisPoints { get; }

    /// <summary>From 0 to 1.</summary>
    public double Share => BasisPoints / 10_000.0;

    /// <summary>Whether one weight is below the other.</summary>
    public static bool operator <(Weight left, Weight right) => left.BasisPoints < right.BasisPoints;

    /// <summary>Whether one weight is above the other.</summary>
    public static bool operator >(Weight left, Weight right) => left.BasisPoints > right.BasisPoints;

    /// <summary>Whether one weight is not above the other.</summary>
    public static bool operator <=(Weight left, Weight right) => left.BasisPoints <= right.BasisPoints;

    /// <summary>Whether one weight is not below the other.</summary>
    public static bool operator >=(Weight left, Weight right) => left.BasisPoints >= right.BasisPoints;

    /// <summary>Reads percent, with or without its sign: <c>5%</c>, <c>12.5</c>.</summary>
    /// <param name="text">From 0 to 100 with at most two decimals, a point between; no sign, no exponent, no spaces around.</param>
    /// <param name="weight">The weight; zero if the text is none.</param>
    /// <returns>Whether the text is a weight.</returns>
    public static bool TryParse(string? text, out Weight weight)
    {
        weight = Zero;
        var number = text is [.. var front, '%'] ? front : text;

        // The scale counts the decimals as written: 5.000 is refused, as finer than a weight can be.
        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) || percent is not (>= 0 and <= 100) || percent.Scale > 2)
        {
            return false;
        }

        weight = new((int)(percent * 100));
        return true;
    }

    /// <summary>The smaller of two weights.</summary>
    public static Weight Min(Weight left, Weight right) => left < right ? left : right;

    /// <inheritdoc />
    public int CompareTo(Weight other) => BasisPoints.CompareTo(other.BasisPoints);

    /// <summary>Percent with as many decimals as needed: <c>5%</c>, <c>0.25%</c>.</summary>
    public override string ToString() => (BasisPoints / 100m).ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
