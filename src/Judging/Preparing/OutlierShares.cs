using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Judging.Preparing;

/// <summary>What removing outliers took from each arm, and whether it took from one more than from the other.</summary>
/// <remarks>Fisher's exact test at 1%: a difference in outliers is itself a finding, which removing them hides.</remarks>
internal static class OutlierShares
{
    private const double Level = 0.01;

    /// <summary>Adds the warnings; none when nothing was removed.</summary>
    /// <param name="baseline">The baseline's values before and after.</param>
    /// <param name="canary">The canary's values before and after.</param>
    /// <param name="warnings">Gets the warnings.</param>
    public static void Add((int Before, int After) baseline, (int Before, int After) canary, List<Warning> warnings)
    {
        int ofBaseline = baseline.Before - baseline.After, ofCanary = canary.Before - canary.After;
        if (ofBaseline + ofCanary == 0)
        {
            return;
        }

        warnings.Add(new(
            WarningCode.OutliersRemoved,
            $"{ofBaseline + ofCanary:N0} outliers removed, as the policy asks: {ofBaseline:N0} of the baseline, {ofCanary:N0} of the canary."));
        if (baseline.Before > 0 && canary.Before > 0
            && FisherExact.PValue(ofBaseline, baseline.Before, ofCanary, canary.Before, Alternative.Different) < Level)
        {
            warnings.Add(new(
                WarningCode.OutlierShares,
                $"Outliers are {Numbers.Share((double)ofBaseline / baseline.Before)} of the baseline and {Numbers.Share((double)ofCanary / canary.Before)} of the canary: what was removed differs between the arms. Keep outliers to have that judged."));
        }
    }
}
