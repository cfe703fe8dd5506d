namespace CanaryJudge.Statistics.Sequential;

/// <summary>One number per arm of a bucket: the mean over the strata that both arms have in it, every stratum alike.</summary>
/// <remarks>
/// Both arms are averaged over the same strata, so the pair differs by the change alone, whatever share of the traffic a stratum has in
/// which arm, and however many strata report. Weights by traffic would let a change of the split look like one of the version.
/// </remarks>
/// <param name="Baseline">The mean of the baseline's.</param>
/// <param name="Canary">The mean of the canary's.</param>
/// <param name="BaselineLog">The mean of the baseline's logarithms; not finite where a value is not above 0.</param>
/// <param name="CanaryLog">The mean of the canary's.</param>
internal readonly record struct StrataPair(double Baseline, double Canary, double BaselineLog, double CanaryLog)
{
    /// <summary>The pair of a bucket; null where no stratum has a value in both arms.</summary>
    internal static StrataPair? Of(ReadOnlySpan<ArmsBucket.Points> strata)
    {
        double b = 0, c = 0, bLog = 0, cLog = 0;
        var count = 0;
        foreach (var points in strata)
        {
            if (double.IsFinite(points.Baseline) && double.IsFinite(points.Canary))
            {
                (b, c) = (b + points.Baseline, c + points.Canary);
                (bLog, cLog) = (bLog + Math.Log(points.Baseline), cLog + Math.Log(points.Canary));
                count++;
            }
        }

        return count == 0 ? null : new(b / count, c / count, bLog / count, cLog / count);
    }
}
