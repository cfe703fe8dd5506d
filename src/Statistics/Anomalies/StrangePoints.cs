using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Statistics.Anomalies;

/// <summary>Strange points: which canary values are unlike the baseline, and are they more than chance gives?</summary>
/// <remarks>
/// <para>Shapes: n baseline values, ascending, at least 8; m canary values in order of time. Units: any.</para>
/// <para>Method: <see cref="RobustZ"/> by the baseline as score (z, -z or |z| by the direction of harm), <see cref="ConformalP"/> with the
/// baseline's own scores as calibration. The chance of so many values at or below a level: with r = floor(level (n + 1)), k canary values
/// there means that of the k + r - 1 strangest of both arms at least k are the canary's, which is hypergeometric.</para>
/// <para>Error: the chance is exact for exchangeable values without ties, and too small for autocorrelated ones: it gates what is told
/// and decides nothing. Scale and median come from the calibration itself, negligible from 30 values.</para>
/// <para>Source: V. Vovk, A. Gammerman and G. Shafer, Algorithmic Learning in a Random World (2005), section 2.2; counts of
/// exceedances: E. J. Gumbel and H. von Schelling, Ann. Math. Statist. 21 (1950) 247-262.</para>
/// </remarks>
/// <param name="Count">Canary values with p of at most 5%.</param>
/// <param name="Values">All canary values.</param>
/// <param name="Chance">The chance of so many, in (0, 1].</param>
/// <param name="Floor">The smallest possible p: above 0.05 no point can be counted.</param>
/// <param name="Strangest">At most five, the strangest first; of equal ones the earlier.</param>
public sealed record StrangePoints(int Count, int Values, double Chance, double Floor, IReadOnlyList<StrangePoint> Strangest)
{
    /// <summary>Points at or below it are counted.</summary>
    public const double Level = 0.05;

    private const int Shown = 5;

    /// <summary>The share of counted points.</summary>
    public double Share => Values == 0 ? 0 : (double)Count / Values;

    /// <summary>Scores the canary.</summary>
    /// <param name="sortedBaseline">Finite values in ascending order.</param>
    /// <param name="canary">Finite values, at least one.</param>
    /// <param name="harm">The direction of harm.</param>
    /// <returns>Null with fewer than 8 baseline values.</returns>
    public static StrangePoints? Of(ReadOnlySpan<double> sortedBaseline, ReadOnlySpan<double> canary, Alternative harm) =>
        Of(sortedBaseline, canary, harm, 1);

    /// <summary>Scores the canary where it has more far values than chance gives: else counting them is all the work.</summary>
    /// <param name="sortedBaseline">Finite values in ascending order.</param>
    /// <param name="canary">Finite values, at least one.</param>
    /// <param name="harm">The direction of harm.</param>
    /// <param name="mostChance">The largest chance of so many that is told of.</param>
    /// <returns>Null with fewer than 8 baseline values, and where the chance is larger.</returns>
    public static StrangePoints? Of(ReadOnlySpan<double> sortedBaseline, ReadOnlySpan<double> canary, Alternative harm, double mostChance)
    {
        if (sortedBaseline.Length < RobustZ.FewestReference)
        {
            return null;
        }

        var scale = RobustZ.OfSorted(sortedBaseline);
        var count = Beyond(sortedBaseline, canary, scale, harm);
        var chance = ChanceOf(count, sortedBaseline.Length, canary.Length);
        return chance > mostChance ? null
            : new(count, canary.Length, chance, ConformalP.Floor(sortedBaseline.Length), MostStrange(sortedBaseline, canary, scale, harm));
    }

    /// <summary>How many canary values have a p of at most 5%: those beyond the floor(0.05 (n + 1))th largest score of the baseline.</summary>
    private static int Beyond(ReadOnlySpan<double> sortedBaseline, ReadOnlySpan<double> canary, RobustScale scale, Alternative harm)
    {
        var rank = RankAt(sortedBaseline.Length);
        if (rank == 0)
        {
            return 0;
        }

        var limit = Largest(sortedBaseline, scale, harm, rank);
        var count = 0;
        foreach (var value in canary)
        {
            count += Score(scale.Z(value), harm) > limit ? 1 : 0;
        }

        return count;
    }

    /// <summary>The baseline's score of some rank, the largest first: scores grow from the middle of the sorted values to their ends.</summary>
    private static double Largest(ReadOnlySpan<double> sortedBaseline, RobustScale scale, Alternative harm, int rank)
    {
        int low = 0, high = sortedBaseline.Length - 1;
        double score = 0;
        for (var taken = 0; taken < rank; taken++)
        {
            double ofLow = Score(scale.Z(sortedBaseline[low]), harm), ofHigh = Score(scale.Z(sortedBaseline[high]), harm);
            (score, low, high) = ofLow > ofHigh ? (ofLow, low + 1, high) : (ofHigh, low, high - 1);
        }

        return score;
    }

    private static List<StrangePoint> MostStrange(ReadOnlySpan<double> sortedBaseline, ReadOnlySpan<double> canary, RobustScale scale, Alternative harm)
    {
        var calibration = new double[sortedBaseline.Length];
        for (var i = 0; i < calibration.Length; i++)
        {
            calibration[i] = Score(scale.Z(sortedBaseline[i]), harm);
        }

        Samples.Sort(calibration);
        var strangest = new List<StrangePoint>(Shown + 1);
        for (var i = 0; i < canary.Length; i++)
        {
            var z = scale.Z(canary[i]);
            if (strangest.Count < Shown || Score(z, harm) > Score(strangest[^1].Z, harm))
            {
                Keep(strangest, new(i, canary[i], z, ConformalP.Of(calibration, Score(z, harm))), harm);
            }
        }

        return strangest;
    }

    /// <summary>The score of a value: larger is stranger.</summary>
    /// <param name="z">Its robust z.</param>
    /// <param name="harm">The direction of harm.</param>
    /// <returns>z, -z or |z|.</returns>
    public static double Score(double z, Alternative harm) => harm switch
    {
        Alternative.Greater => z,
        Alternative.Less => -z,
        _ => Math.Abs(z),
    };

    private static void Keep(List<StrangePoint> strangest, StrangePoint point, Alternative harm)
    {
        var score = Score(point.Z, harm);
        var at = strangest.Count;
        while (at > 0 && Score(strangest[at - 1].Z, harm) < score)
        {
            at--;
        }

        strangest.Insert(at, point);
        if (strangest.Count > Shown)
        {
            strangest.RemoveAt(Shown);
        }
    }

    private static int RankAt(int calibration) => (int)(Level * (calibration + 1));

    private static double ChanceOf(int count, int calibration, int values)
    {
        var rank = RankAt(calibration);
        return count == 0 || rank == 0 ? 1
            : new Special.Hypergeometric(calibration, values, Math.Min(count + rank - 1, calibration + values)).AtLeast(count);
    }
}
