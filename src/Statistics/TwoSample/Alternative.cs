namespace CanaryJudge.Statistics.TwoSample;

/// <summary>What a test looks for.</summary>
public enum Alternative
{
    /// <summary>The arms differ, in either direction.</summary>
    Different,

    /// <summary>The canary tends to be smaller than the baseline.</summary>
    Less,

    /// <summary>The canary tends to be larger than the baseline.</summary>
    Greater,
}
