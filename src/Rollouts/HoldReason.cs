namespace CanaryJudge.Rollouts;

/// <summary>Why a step goes on past its maximum.</summary>
public enum HoldReason
{
    /// <summary>Its maximum is over without a conclusion.</summary>
    Inconclusive,

    /// <summary>No verdict rests on data any more.</summary>
    Blind,
}
