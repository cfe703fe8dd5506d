using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Anomalies;

namespace CanaryJudge.MachineLearning;

/// <summary>The detectors that rest on ML.NET, which is loaded when the first of them is fitted, not before.</summary>
public static class MachineLearningDetectors
{
    /// <summary>All of them.</summary>
    public static Catalog<IAnomalyDetector> All { get; } = new(new PcaDetector());
}
