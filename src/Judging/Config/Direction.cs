namespace CanaryJudge.Judging.Config;

/// <summary>Which way is worse.</summary>
public enum Direction
{
    /// <summary>More is worse (latency, errors).</summary>
    Increase,

    /// <summary>Less is worse (conversion, throughput).</summary>
    Decrease,

    /// <summary>Any change is worse.</summary>
    Either,
}
