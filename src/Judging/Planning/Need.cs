namespace CanaryJudge.Judging.Planning;

/// <summary>What a decision takes, for half of all runs; nine in ten need at most two and a half times as much.</summary>
/// <param name="Canary">Canary values, requests or exposure; of points intervals. Positive infinity: it is never reached.</param>
/// <param name="Duration">The time that they take to come; null: the traffic is not known, or it is never reached.</param>
public sealed record Need(double Canary, TimeSpan? Duration);
