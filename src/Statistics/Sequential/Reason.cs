namespace CanaryJudge.Statistics.Sequential;

/// <summary>Reasons that hold under a condition.</summary>
internal static class Reason
{
    internal static SequentialReasons When(bool holds, SequentialReasons reason) => holds ? reason : SequentialReasons.None;

    internal static SequentialReasons Unless(bool holds, SequentialReasons reason) => When(!holds, reason);
}
