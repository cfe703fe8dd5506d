namespace CanaryJudge.Rollouts;

/// <summary>What the judge says of an epoch, as the engine hears it.</summary>
public enum Verdict
{
    /// <summary>Harm that matters is ruled out.</summary>
    Pass,

    /// <summary>Harm is proven.</summary>
    Fail,

    /// <summary>Neither, so far.</summary>
    Inconclusive,
}
