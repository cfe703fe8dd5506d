using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Stratified;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Judging.Stratifying;

/// <summary>What shares and rates do differently within strata.</summary>
internal sealed record EventMethods
{
    /// <summary>Events out of a total.</summary>
    public static EventMethods Shares { get; } = new()
    {
        FewestInArm = SamplesWithin.Fewest,
        Enough = $"{SamplesWithin.Fewest} values",
        Test = "stratified-fisher-exact",
        PValue = StratifiedExact.PValue,
        Difference = StratifiedShares.Difference,
        Ratio = StratifiedShares.Ratio,
        Residuals = Homogeneity.OfShares,
    };

    /// <summary>Events per exposure, whose unit is anything: any exposure is enough.</summary>
    public static EventMethods Rates { get; } = new()
    {
        FewestInArm = double.Epsilon,
        Enough = "any exposure",
        Test = "stratified-conditional-exact",
        PValue = StratifiedRates.PValue,
        Difference = StratifiedRates.Difference,
        Ratio = StratifiedRates.Ratio,
        Residuals = Homogeneity.OfRates,
    };

    /// <summary>The smallest total of an arm that makes a stratum.</summary>
    public required double FewestInArm { get; init; }

    /// <summary>The same in words.</summary>
    public required string Enough { get; init; }

    /// <summary>The exact test's name.</summary>
    public required string Test { get; init; }

    /// <summary>The test, and whether it is exact.</summary>
    public required Func<IReadOnlyList<EventStratum>, Alternative, (double PValue, bool IsExact)> PValue { get; init; }

    /// <summary>The standardised difference.</summary>
    public required Func<IReadOnlyList<EventStratum>, double, Interval> Difference { get; init; }

    /// <summary>The standardised ratio.</summary>
    public required Func<IReadOnlyList<EventStratum>, double, Interval> Ratio { get; init; }

    /// <summary>The strata's scores against a common change.</summary>
    public required Func<IReadOnlyList<EventStratum>, double[]> Residuals { get; init; }

    /// <summary>The test's name: a score where there is too much data for the exact form.</summary>
    public static string Named(string test, bool isExact) => isExact ? test : "stratified-score";
}
