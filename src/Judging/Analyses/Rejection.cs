namespace CanaryJudge.Judging.Analyses;

/// <summary>Why rows of a batch were not taken. Names are stable; on the wire they are upper case with underscores.</summary>
public enum Rejection
{
    /// <summary>The policy does not name the metric.</summary>
    MetricNotInPolicy,

    /// <summary>The metric's data were of another kind before, or the policy says another.</summary>
    OtherKind,

    /// <summary>Other upper bounds than the metric's histograms had before.</summary>
    OtherBounds,

    /// <summary>The time lies further in the future than clocks may differ.</summary>
    InTheFuture,

    /// <summary>Another value was accepted for the same interval before.</summary>
    ConflictingValue,

    /// <summary>The value is missing (NaN), infinite or beyond 1e100: no metric is, and a sum of squares would overflow.</summary>
    NotFinite,
}
