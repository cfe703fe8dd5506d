namespace CanaryJudge.Judging.Config;

/// <summary>How the traffic should be split between the arms.</summary>
/// <param name="CanaryShare">The canary's share of all traffic, between 0 and 1: 0.05 is 5%.</param>
public sealed record ExpectedSplit(double CanaryShare)
{
    /// <summary>Whether another split turns a PASS into INCONCLUSIVE; else it is only warned about.</summary>
    public bool WithholdsPass { get; init; }
}
