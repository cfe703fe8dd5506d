using CanaryJudge.Judging.Anomalies;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Health;

/// <summary>Whether the two arms of a metric can be compared at all.</summary>
public static class HealthChecks
{
    /// <summary>The findings by which a policy may withhold a PASS, by the names that it writes.</summary>
    public static IReadOnlyList<KeyValuePair<string, WarningCode>> All { get; } =
    [
        new("gap", WarningCode.Gap),
        new("missing-data", WarningCode.MissingData),
        new("duplicates", WarningCode.DuplicatesDropped),
        new("out-of-order", WarningCode.OutOfOrder),
        new("clock-offset", WarningCode.ClockOffset),
        new("different-intervals", WarningCode.DifferentIntervals),
        new("different-times", WarningCode.DifferentTimes),
        new("baseline-unsteady", WarningCode.BaselineUnsteady),
        new("shared-shift", WarningCode.SharedShift),
        new("frozen-arm", WarningCode.FrozenArm),
        new("outlier-shares", WarningCode.OutlierShares),
        new("few-effective-values", WarningCode.FewEffectiveValues),
        new("split-mismatch", WarningCode.SplitMismatch),
    ];

    /// <summary>Adds what speaks against the comparison of one metric.</summary>
    /// <param name="times">Both arms over time.</param>
    /// <param name="anomalies">What was found odd in them.</param>
    /// <param name="warnings">Gets the warnings.</param>
    internal static void Add(MetricTimes times, IReadOnlyList<Anomaly> anomalies, List<Warning> warnings)
    {
        Gap.Add(times, warnings);
        FrozenArm.Add(times, warnings);
        ClockOffset.Add(times, warnings);
        Resolution.Add(times, warnings);
        foreach (var anomaly in anomalies)
        {
            // A series that wanders all the time is no news; its change points are told of as anomalies only.
            if (anomaly is { Drift: false, Kind: AnomalyKind.BaselineUnsteady or AnomalyKind.SharedShift })
            {
                warnings.Add(new(anomaly.Kind == AnomalyKind.SharedShift ? WarningCode.SharedShift : WarningCode.BaselineUnsteady, anomaly.Text));
            }
        }
    }
}
