namespace CanaryJudge.Judging.Model;

/// <summary>What is said of a metric, and of a release.</summary>
public enum Verdict
{
    /// <summary>Harm that matters is ruled out.</summary>
    Pass,

    /// <summary>Harm is proven and matters.</summary>
    Fail,

    /// <summary>Neither is shown; the reason says what is missing.</summary>
    Inconclusive,
}
