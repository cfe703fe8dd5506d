namespace CanaryJudge.Rollouts;

/// <summary>What happens when a step's maximum is over without a conclusion.</summary>
public enum OnInconclusive
{
    /// <summary>Back.</summary>
    Rollback,

    /// <summary>Stay, for at most <see cref="RolloutPlan.HoldMax"/>.</summary>
    Hold,

    /// <summary>On, if the judge answers and has data.</summary>
    Advance,
}
