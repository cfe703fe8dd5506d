namespace CanaryJudge.Judging.Model;

/// <summary>Which look of an analysis a judgement is.</summary>
/// <param name="Number">From 1; 0 when the analysis ended before any.</param>
/// <param name="Epoch">The step in force; 0 before the first.</param>
/// <param name="CanaryTraffic">The largest canary count of a samples, ratio or histogram metric in the epoch.</param>
public sealed record JudgedLook(long Number, int Epoch, double CanaryTraffic);
