namespace CanaryJudge.Proxy;

/// <summary>One of the two sides.</summary>
internal enum ProxyArm
{
    /// <summary>The version that everyone else uses.</summary>
    Baseline,

    /// <summary>The new version.</summary>
    Canary,
}
