using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging;

/// <summary>Holds the place of the judge until it is merged; delete this folder then.</summary>
public static class Judge
{
    /// <summary>Says INCONCLUSIVE of every metric, in the shape of a judgement.</summary>
    /// <param name="policy">Echoed.</param>
    /// <param name="snapshot">Counted.</param>
    /// <param name="seed">Echoed.</param>
    /// <param name="cancellation">Honoured between series.</param>
    /// <returns>A judgement.</returns>
    public static Judgement Decide(Policy policy, Snapshot snapshot, ulong seed, CancellationToken cancellation)
    {
        var metrics = snapshot.Series.GroupBy(s => s.Metric, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g =>
        {
            cancellation.ThrowIfCancellationRequested();
            return new MetricJudgement
            {
                Name = g.Key,
                Kind = g.First().Data.Kind,
                Reason = "No judge yet.",
                ReasonCode = ReasonCode.NotEnoughData,
                Tolerance = new(0.05, null),
                Margin = new(0.25, null),
                Baseline = Summary(g, Arm.Baseline),
                Canary = Summary(g, Arm.Canary),
                Effect = new Effect { Measure = "shift", Confidence = 0.95, Estimate = 0.5, PValue = 0.25 },
                Needed = new(100, TimeSpan.FromSeconds(90)),
                Warnings = [new(WarningCode.Inferred, "Kind inferred.")],
            };
        }).ToList();
        var reason = metrics.Count == 0 ? ReasonCode.NoData : ReasonCode.NotEnoughData;
        return new()
        {
            Policy = policy.Name, Verdict = Verdict.Inconclusive, Reason = "No judge yet.", ReasonCode = reason, Metrics = metrics,
            Alpha = policy.Alpha, Beta = policy.Beta, JudgeVersion = "0.0.0", PolicyHash = new string('0', 64), Seed = seed,
        };
    }

    private static ArmSummary Summary(IEnumerable<Series> series, Arm arm) =>
        new() { Count = series.Where(s => s.Arm == arm).Sum(s => s.Data.Count), Quantiles = [new(0.5, 1)] };
}
