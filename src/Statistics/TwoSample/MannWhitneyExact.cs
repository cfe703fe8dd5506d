namespace CanaryJudge.Statistics.TwoSample;

/// <summary>Mann-Whitney U test with an exact p-value also where values are tied, in small arms.</summary>
/// <remarks>
/// <para>Shapes: n baseline and m canary values, n, m >= 1, any order. Units: any; only ranks matter.</para>
/// <para>Method: U from midranks against all ways to deal the values, with their ties, to the arms. Without ties, and where
/// (n + m) min(n, m) n m is above 1.6e7, as <see cref="MannWhitney"/>. Two-sided: twice the smaller tail, at most 1.</para>
/// <para>Error: relative 1e-13 against enumeration (measured by MannWhitneyExactTests), where the normal form with its corrections
/// can have twice the false alarms of its level.</para>
/// <para>Assumes independent values.</para>
/// <para>Source: J. Klotz, J. Amer. Statist. Assoc. 61 (1966) 772-787.</para>
/// </remarks>
public sealed class MannWhitneyExact : ITwoSampleTest
{
    /// <inheritdoc />
    public string Name => "mann-whitney-exact";

    /// <inheritdoc />
    public string Question => "do values tend to move, ties counted exactly?";

    /// <inheritdoc />
    public TwoSampleResult Run(ReadOnlySpan<double> baseline, ReadOnlySpan<double> canary, Alternative alternative)
    {
        Samples.RequireSample(baseline);
        Samples.RequireSample(canary);
        return RunSorted(Samples.Sorted(baseline), Samples.Sorted(canary), alternative);
    }

    /// <summary>Whether the exact form differs from <see cref="MannWhitney"/>: values are tied, and the arms small enough.</summary>
    /// <param name="sortedBaseline">Baseline values, finite and ascending; not checked again here.</param>
    /// <param name="sortedCanary">Canary values, finite and ascending; not checked again here.</param>
    /// <returns>True: the p-value is exact here, and there it is approximate.</returns>
    public static bool Applies(ReadOnlySpan<double> sortedBaseline, ReadOnlySpan<double> sortedCanary) =>
        TiedRankSums.Fits(sortedBaseline.Length, sortedCanary.Length) && Ranks.Merge(sortedBaseline, sortedCanary).TieTerm > 0;

    /// <summary>The same test for arms that are sorted already.</summary>
    /// <param name="sortedBaseline">Baseline values, finite and ascending, at least one.</param>
    /// <param name="sortedCanary">Canary values, finite and ascending, at least one.</param>
    /// <param name="alternative">What to look for.</param>
    /// <returns>What <see cref="Run"/> gives for the same values.</returns>
    /// <exception cref="ArgumentException">An arm is empty, not finite or not ascending.</exception>
    public static TwoSampleResult RunSorted(
        ReadOnlySpan<double> sortedBaseline, ReadOnlySpan<double> sortedCanary, Alternative alternative)
    {
        var result = MannWhitney.RunSorted(sortedBaseline, sortedCanary, alternative);
        if (result.Exact || !TiedRankSums.Fits(sortedBaseline.Length, sortedCanary.Length))
        {
            return result;
        }

        var (less, greater) = TiedRankSums.Tails(sortedBaseline, sortedCanary, result.Statistic);
        return result with { PValue = MannWhitney.OfTails(less, greater, alternative), Exact = true };
    }
}
