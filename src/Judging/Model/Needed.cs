namespace CanaryJudge.Judging.Model;

/// <summary>How much more data would decide, if the canary is in truth unchanged (the median).</summary>
/// <param name="CanarySamples">More canary values, of the metric's kind (requests, points, events); two digits.</param>
/// <param name="Duration">How long that takes at the canary's present pace; null without times.</param>
public sealed record Needed(double CanarySamples, TimeSpan? Duration);
