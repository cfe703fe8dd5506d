namespace CanaryJudge.Statistics.TwoSample;

/// <summary>How far each value lies up in the other arm, and what that says of P(canary > baseline) + P(tie) / 2.</summary>
/// <remarks>
/// <para>Shapes: n baseline and m canary values, each ascending. Units: any; only the order matters.</para>
/// <para>Method: two merges. A value's placement is the number of values of the other arm below it, equal ones counting half.
/// The standard error comes from the variances of both arms' placements, the degrees of freedom from Satterthwaite.</para>
/// <para>Error: rounding of the sums. Source: B. W. Brown and T. P. Hettmansperger, Aust. N. Z. J. Stat. 44 (2002) 427-440, on
/// placements; E. Brunner and U. Munzel, Biom. J. 42 (2000) 17-25.</para>
/// </remarks>
/// <param name="Superiority">In [0, 1]; 0.5 means no shift.</param>
/// <param name="Error">The standard error of the superiority; 0 where the arms are separated or all values tied, NaN where an arm has one value.</param>
/// <param name="DegreesOfFreedom">Above 0; NaN where the error is not above 0.</param>
internal readonly record struct Placements(double Superiority, double Error, double DegreesOfFreedom)
{
    internal static Placements Of(ReadOnlySpan<double> sortedBaseline, ReadOnlySpan<double> sortedCanary)
    {
        double n = sortedBaseline.Length, m = sortedCanary.Length;
        var (canaryRankSum, _) = Ranks.Merge(sortedBaseline, sortedCanary);
        var superiority = (canaryRankSum - (m * (m + 1) / 2)) / (n * m);

        // As shares of the other arm, so that both arms' squares are of one size.
        double squaresOfBaseline = 0, squaresOfCanary = 0;
        var groups = new TieGroups(sortedBaseline, sortedCanary);
        while (groups.MoveNext())
        {
            squaresOfBaseline += groups.BaselineTied * Square(((groups.CanaryBelow + (groups.CanaryTied / 2.0)) / m) - (1 - superiority));
            squaresOfCanary += groups.CanaryTied * Square(((groups.BaselineBelow + (groups.BaselineTied / 2.0)) / n) - superiority);
        }

        // Without inversions the rounding of the mean would stand in for a variance; one value has none.
        var squares = superiority is 0 or 1 ? 0 : n > 1 && m > 1 ? 1 : double.NaN;
        double b = squares * squaresOfBaseline / (n - 1) / n, c = squares * squaresOfCanary / (m - 1) / m;
        double shareOfBaseline = b / (b + c), shareOfCanary = c / (b + c);
        return new(
            superiority,
            Math.Sqrt(b + c),
            1 / ((Square(shareOfBaseline) / (n - 1)) + (Square(shareOfCanary) / (m - 1))));
    }

    private static double Square(double value) => value * value;
}
