namespace CanaryJudge.Statistics.Sequential;

/// <summary>Which autocorrelation the fine scale of a paired series uses.</summary>
public enum PhiMode
{
    /// <summary>The estimate itself, corrected for its bias: for planned horizons of 120 buckets or more.</summary>
    Plain,

    /// <summary>The larger one of the estimate and that of the baseline's history.</summary>
    History,

    /// <summary>One standard error above the estimate: for short series, ranks and small levels.</summary>
    Strict,
}
