namespace CanaryJudge.AnalysisClient.Traffic.Conformance;

/// <summary>Ends the trial of a rule.</summary>
internal sealed class ConformanceBreak(ConformanceOutcome outcome, string reason) : Exception(reason)
{
    public ConformanceOutcome Outcome => outcome;

    public static ConformanceBreak Failed(string reason) => new(ConformanceOutcome.Failed, reason);

    public static ConformanceBreak NotJudged(string reason) => new(ConformanceOutcome.NotJudged, reason);

    public static void Unless(bool holds, string reason)
    {
        if (!holds)
        {
            throw Failed(reason);
        }
    }
}
