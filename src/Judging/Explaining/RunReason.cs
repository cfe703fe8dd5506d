using CanaryJudge.Judging.Combining;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Judging.Explaining;

/// <summary>Why the whole run got its verdict: the worst metric's reason, and the others by name.</summary>
internal static class RunReason
{
    private const int MostNames = 3;

    /// <summary>The reason, from metrics in the order of the report.</summary>
    public static string Of(Verdict verdict, ReasonCode code, IReadOnlyList<MetricJudgement> metrics, double score, ScoreRule? rule)
    {
        var counted = metrics.Where(m => !m.Muted).ToArray();
        var failing = counted.Where(m => m.Verdict == Verdict.Fail).ToArray();
        var open = counted.Where(m => m.Verdict == Verdict.Inconclusive).ToArray();
        var scored = rule is { } r ? $" Score {Numbers.Count(Math.Floor(score))}; {Numbers.Count(r.Pass)} passes, below {Numbers.Count(r.Marginal)} fails." : "";
        return (verdict, code) switch
        {
            (_, ReasonCode.NothingToJudge) => "The policy mutes every metric, so nothing decides.",
            (_, ReasonCode.NoData) when counted.Length == 0 => "No data in either arm.",
            (Verdict.Fail, _) when failing.Length > 0 => failing[0].Reason + Also(failing) + scored,
            (Verdict.Pass, _) when open.Length + failing.Length == 0 =>
                $"Harm that matters is ruled out in {counted.Length switch { 1 => counted[0].Name, 2 => "both metrics", _ => $"all {counted.Length} metrics" }}.",
            _ when open.Length > 0 => open[0].Reason + (open.Length > 1 ? $" Also undecided: {Names(open.Skip(1))}." : "") + scored,
            _ => counted[0].Reason + scored,
        };
    }

    /// <summary>The reason of a PASS that is withheld because the arms cannot be compared as they are.</summary>
    /// <param name="finding">What was found, with the metric's name before it where it has one.</param>
    public static string Unhealthy(string finding) => $"{finding} No harm is found, but the policy trusts no comparison with that.";

    /// <summary>The reason of a PASS that is withheld because the traffic was not split as expected.</summary>
    public static string Withheld(Warning mismatch) => $"{mismatch.Message} No harm is found, but users may have been lost on the way to an arm.";

    private static string Also(MetricJudgement[] failing) => failing.Length switch
    {
        1 => "",
        2 when failing[1].Decisive is { } effect =>
            $" Also failing: {MetricReason.Change(failing[1], effect, Harm.Of(failing[1].Direction, failing[1].Tolerance, failing[1].Margin, effect), atLeast: false)}.",
        _ => $" Also failing: {Names(failing.Skip(1))}.",
    };

    private static string Names(IEnumerable<MetricJudgement> metrics)
    {
        var names = metrics.Select(m => m.Name).ToArray();
        return names.Length <= MostNames ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MostNames))} and {names.Length - MostNames} more";
    }
}
