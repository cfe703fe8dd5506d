namespace CanaryJudge.Statistics.Anomalies;

/// <summary>How a canary's trouble ran over time.</summary>
public enum CourseName
{
    /// <summary>Like the baseline all the time.</summary>
    Steady,

    /// <summary>Worse than the baseline all the time.</summary>
    Throughout,

    /// <summary>Its level moved, but was never worse.</summary>
    ShiftedHarmless,

    /// <summary>Worse at first, then like the baseline.</summary>
    Healed,

    /// <summary>Worse since some time.</summary>
    Onset,

    /// <summary>Worse for a while in the middle.</summary>
    Transient,

    /// <summary>Changes too often for one name.</summary>
    Unstable,
}
