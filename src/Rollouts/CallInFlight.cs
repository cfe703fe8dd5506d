namespace CanaryJudge.Rollouts;

/// <summary>A call that is not answered.</summary>
/// <param name="Number">Its number.</param>
/// <param name="IsSet">Whether it sets; else it reads.</param>
public readonly record struct CallInFlight(long Number, bool IsSet);
