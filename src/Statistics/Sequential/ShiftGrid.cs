using CanaryJudge.Statistics.Effects;

namespace CanaryJudge.Statistics.Sequential;

/// <summary>z on the grid of estimates: that of closed strata, known at all places, and that of open ones, computed where it is asked for.</summary>
/// <param name="closed">Sums of the closed strata; the grid follows the decisive shifts.</param>
/// <param name="first">Where the grid begins in it.</param>
/// <param name="open">Open strata that count.</param>
/// <param name="scale">The places' shifts.</param>
internal sealed class ShiftGrid(ShiftSums closed, int first, BucketPair[] open, ShiftScale scale)
{
    private readonly double?[] _known = new double?[ShiftScale.GridSize];

    /// <summary>The sum of v.</summary>
    internal double Information { get; } = open.Aggregate(closed.Information, (sum, pair) => sum + pair.Information);

    /// <summary>The place where z falls to a value; linear between places, endless beyond the ends.</summary>
    /// <remarks>
    /// z falls from place to place, but at no shift its variance has a tie term and it lies farther out. The first place below is asked for,
    /// so that one is looked at by itself, and on either side it is found by halving: some fifteen of 65 places are computed for an estimate with its ends.
    /// </remarks>
    internal double Place(double z)
    {
        const int none = ShiftScale.Reach;
        if (double.IsInfinity(z) || Z(0) < z)
        {
            return double.IsNegativeInfinity(z) ? double.PositiveInfinity : double.NegativeInfinity;
        }

        var below = Z(none - 1) < z ? FirstBelow(z, 0, none - 1)
            : Z(none) < z ? none
            : Z(ShiftScale.GridSize - 1) < z ? FirstBelow(z, none, ShiftScale.GridSize - 1)
            : -1;
        return below < 0
            ? double.PositiveInfinity
            : below - 1 - ShiftScale.Reach + ((Z(below - 1) - z) / (Z(below - 1) - Z(below)));
    }

    /// <summary>The first place below a value between one that is not and one that is.</summary>
    private int FirstBelow(double z, int notBelow, int below)
    {
        while (below - notBelow > 1)
        {
            var middle = (notBelow + below) / 2;
            (notBelow, below) = Z(middle) < z ? (notBelow, middle) : (middle, below);
        }

        return below;
    }

    private double Z(int place) => _known[place] ??=
        open.Aggregate(closed.Sum(first + place), (sum, pair) => sum + (Math.Sqrt(pair.Information) * scale.GridZ(pair, place - ShiftScale.Reach))) / Math.Sqrt(Information);
}
