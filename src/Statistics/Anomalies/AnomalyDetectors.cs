namespace CanaryJudge.Statistics.Anomalies;

/// <summary>The detectors that need no library beyond linear algebra.</summary>
public static class AnomalyDetectors
{
    /// <summary>All of them.</summary>
    public static Catalog<IAnomalyDetector> All { get; } = new(new JointDistance());
}
