namespace CanaryJudge.Statistics.Stratified;

/// <summary>Both arms' values in one stratum: one region, one cluster, one step.</summary>
/// <param name="Baseline">Finite and ascending, at least one value.</param>
/// <param name="Canary">Finite and ascending, at least one value.</param>
public sealed record SampleStratum(double[] Baseline, double[] Canary)
{
    internal static void Require(IReadOnlyList<SampleStratum> strata)
    {
        Strata.RequireAny(strata.Count, nameof(strata));
        foreach (var stratum in strata)
        {
            Samples.RequireSorted(stratum.Baseline, nameof(strata));
            Samples.RequireSorted(stratum.Canary, nameof(strata));
        }
    }
}
