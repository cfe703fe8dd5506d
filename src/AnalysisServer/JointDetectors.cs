using CanaryJudge.MachineLearning;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Anomalies;

namespace CanaryJudge.AnalysisServer;

/// <summary>The detectors of joint anomalies that a policy may name.</summary>
public static class JointDetectors
{
    /// <summary>All of them. ML.NET is loaded when the first of its own is fitted, not before.</summary>
    public static Catalog<IAnomalyDetector> All { get; } = new([.. AnomalyDetectors.All, .. MachineLearningDetectors.All]);
}
