using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Preparing;

/// <summary>Obstacles and warnings that every kind knows.</summary>
internal static class Obstacles
{
    /// <summary>The arms do not run side by side.</summary>
    public static Warning DifferentTimes { get; } =
        new(WarningCode.DifferentTimes, "The arms do not run side by side, so drift and time of day count as change; the error promise does not cover this.");

    /// <summary>Events are taken as independent.</summary>
    public static Warning DependenceUnknown { get; } =
        new(WarningCode.DependenceUnknown, "Only one interval per arm, so bursts cannot be seen; events are taken as independent.");

    /// <summary>Events come in bursts.</summary>
    /// <param name="dispersion">How many times the scatter of independent events.</param>
    public static Warning Bursts(double dispersion) =>
        new(WarningCode.Bursts, $"Events come in bursts: {dispersion:0.0} times the scatter of independent events, so they count as fewer.");

    /// <summary>No data in both arms or in one; null when both have some.</summary>
    public static Obstacle? Empty(double baseline, double canary) => (baseline > 0, canary > 0) switch
    {
        (true, true) => null,
        (false, false) => new(ReasonCode.NoData, "No data in either arm."),
        (true, false) => new(ReasonCode.OneArmEmpty, "No canary data: is the canary up, and does it send this metric?"),
        _ => new(ReasonCode.OneArmEmpty, "No baseline data: does the baseline send this metric under the same name?"),
    };
}
