namespace CanaryJudge.Statistics.Sequential;

/// <summary>Which change of a metric is harm.</summary>
public enum HarmSide
{
    /// <summary>A rise.</summary>
    Increase,

    /// <summary>A fall.</summary>
    Decrease,

    /// <summary>Either one; the level is halved between the sides, and acceptance needs both.</summary>
    Either,
}
