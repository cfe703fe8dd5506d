namespace CanaryJudge.Judging.Model;

/// <summary>Something a reader of the verdict should know, without changing it.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Message">One sentence.</param>
public sealed record Warning(WarningCode Code, string Message);

/// <summary>The closed list of warnings. Names are stable; on the wire they are upper case with underscores.</summary>
public enum WarningCode
{
    /// <summary>Neighbouring values are alike; they were counted as fewer.</summary>
    DependentValues,

    /// <summary>Fewer than ten effective values: the error rates are approximate.</summary>
    FewEffectiveValues,

    /// <summary>Events come in bursts; the evidence was divided by the dispersion found.</summary>
    Bursts,

    /// <summary>Dependence cannot be measured from this data, so events are taken as independent.</summary>
    DependenceUnknown,

    /// <summary>The arms do not run side by side.</summary>
    DifferentTimes,

    /// <summary>The arms have different intervals.</summary>
    DifferentIntervals,

    /// <summary>More than a fifth of the intervals of one arm have no value.</summary>
    MissingData,

    /// <summary>NaN values were dropped as missing.</summary>
    NanDropped,

    /// <summary>Infinite values were dropped.</summary>
    InfinityDropped,

    /// <summary>Repeated equal intervals were dropped.</summary>
    DuplicatesDropped,

    /// <summary>Rows were out of order and have been sorted.</summary>
    OutOfOrder,

    /// <summary>Values of the warm-up were left out.</summary>
    WarmupTrimmed,

    /// <summary>Outliers were removed, as the policy asks.</summary>
    OutliersRemoved,

    /// <summary>Kind or direction were inferred from the data.</summary>
    Inferred,

    /// <summary>The data hold a metric that the policy does not name; it was not judged.</summary>
    MetricNotInPolicy,

    /// <summary>Series with different labels were pooled, since their labels or times are not the same in both arms.</summary>
    StrataPooled,

    /// <summary>The spread of the values changed without harm in the judged measures.</summary>
    SpreadChanged,

    /// <summary>Both arms are constant at the same value.</summary>
    ZeroVariance,

    /// <summary>A share near its ceiling was judged by its complement.</summary>
    ComplementJudged,

    /// <summary>Missing values were filled, as the policy asks.</summary>
    MissingFilled,

    /// <summary>Times carry no zone and were read as UTC.</summary>
    ZoneAssumed,

    /// <summary>Rows that could not be read were skipped, as asked.</summary>
    BadRowsSkipped,

    /// <summary>This much data cannot decide at the metric's margin.</summary>
    MarginOutOfReach,

    /// <summary>Samples of one minute are alike; the evidence was divided by the design effect found.</summary>
    DependentSamples,

    /// <summary>The canary's share of the traffic is not the expected one.</summary>
    SplitMismatch,

    /// <summary>Histograms with different buckets were brought to the buckets that all have.</summary>
    BucketsMerged,

    /// <summary>Judged by Kayenta's rules: a known flaw of theirs touches this, or may.</summary>
    KayentaRules,

    /// <summary>Raw observations were too many to keep; they were counted in buckets and judged as a histogram.</summary>
    SamplesBinned,

    /// <summary>The typical values of both arms lie in one bucket, wider than the margin.</summary>
    WideBucket,

    /// <summary>Strata that cannot be compared were left out.</summary>
    StrataLeftOut,

    /// <summary>Pooled over the strata the answer would be another.</summary>
    StrataDisagree,

    /// <summary>The change is not the same in all strata.</summary>
    StrataDiffer,

    /// <summary>Nobody has watched the analysis for as long as its options allow.</summary>
    Unwatched,

    /// <summary>One arm has a hole while the other has data.</summary>
    Gap,

    /// <summary>One arm follows the other's ups and downs at another time.</summary>
    ClockOffset,

    /// <summary>One arm repeats one value while the other moves.</summary>
    FrozenArm,

    /// <summary>The outliers that were removed are not the same share of both arms.</summary>
    OutlierShares,

    /// <summary>The baseline itself changed while it was compared.</summary>
    BaselineUnsteady,

    /// <summary>Both arms changed at one time.</summary>
    SharedShift,

    /// <summary>The metrics together are unlike the baseline.</summary>
    JointAnomaly,
}
