namespace CanaryJudge.Judging.Config;

/// <summary>Whose rules judge.</summary>
public enum Compatibility
{
    /// <summary>Our own.</summary>
    None,

    /// <summary>Those of Kayenta's NetflixACAJudge, known flaws included.</summary>
    Kayenta,
}
