namespace CanaryJudge.Judging.Kayenta;

/// <summary>What Kayenta says of a whole canary.</summary>
/// <param name="Metrics">One for each pair, in their order; muted ones included.</param>
/// <param name="Score">The score and those of the groups.</param>
/// <param name="Class">Where the score lies between the thresholds.</param>
public sealed record KayentaJudgement(IReadOnlyList<KayentaMetricJudgement> Metrics, KayentaScore Score, KayentaScoreClass Class);

/// <summary>Where a score lies between the thresholds.</summary>
public enum KayentaScoreClass
{
    /// <summary>Below the marginal threshold.</summary>
    Fail,

    /// <summary>Below the pass threshold.</summary>
    Marginal,

    /// <summary>At or above the pass threshold; with one of 0 also after a critical failure.</summary>
    Pass,
}
