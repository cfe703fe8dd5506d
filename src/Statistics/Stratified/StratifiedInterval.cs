namespace CanaryJudge.Statistics.Stratified;

/// <summary>One change for all strata, and how far each stratum is from it.</summary>
/// <param name="Common">The common change with its ends.</param>
/// <param name="Residuals">For each stratum the standard score of its own change against the common one; 0: says nothing.</param>
public sealed record StratifiedInterval(Interval Common, double[] Residuals);
