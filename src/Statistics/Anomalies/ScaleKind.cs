namespace CanaryJudge.Statistics.Anomalies;

/// <summary>Which measure of spread a robust scale rests on.</summary>
public enum ScaleKind
{
    /// <summary>The median absolute deviation.</summary>
    Mad,

    /// <summary>The mean absolute deviation from the median, where more than half of the values are equal.</summary>
    MeanAd,

    /// <summary>All values are equal: there is no spread.</summary>
    Constant,
}
