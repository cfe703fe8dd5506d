using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Reports;

/// <summary>The line below a metric's row: by what chance it failed, or what is missing.</summary>
internal static class Why
{
    /// <summary>The line; empty when the row says it all.</summary>
    public static string Of(Judgement judgement, MetricJudgement metric) => metric switch
    {
        { Muted: true } => "",
        { Kayenta: not null } => Words.Kayenta(metric),
        { Verdict: Verdict.Fail, ReasonCode: ReasonCode.MissingByPolicy } => metric.Reason,
        { Verdict: Verdict.Fail } => Failed(metric),
        { Verdict: Verdict.Pass, ReasonCode: ReasonCode.MissingByPolicy } => metric.Reason,
        { Verdict: Verdict.Pass } => "",
        _ => judgement.Verdict == Verdict.Inconclusive && judgement.DecidedBy is [var first, ..] && first == metric.Name
            ? ""
            : Open(metric),
    };

    /// <summary>How unlikely the evidence is without a change: <c>1 in 5,800 by chance (needs 1 in 180)</c>; empty when unknown.</summary>
    public static string Chance(Effect? effect)
    {
        var chance = effect switch
        {
            { PValue: { } p } => Numbers.Chance(p),
            { OneIn: >= Numbers.MostOneIn } => Numbers.Chance(0),
            { OneIn: { } n } => "1 in " + Numbers.OneInText(n),
            _ => "",
        };
        return chance.Length == 0 ? ""
            : effect!.Alpha is { } alpha ? $"{chance} by chance (needs 1 in {Numbers.OneInText(Numbers.OneIn(alpha))})"
            : $"{chance} by chance";
    }

    private static string Failed(MetricJudgement metric)
    {
        string[] parts = [Chance(metric.Decisive), Context(metric)];
        return string.Join("; ", parts.Where(p => p.Length > 0));
    }

    // A guard failed: what became of the primary measure.
    private static string Context(MetricJudgement metric)
    {
        if (metric.Effect is not { } primary || primary.Measure == metric.Decisive?.Measure)
        {
            return "";
        }

        var shown = ShownEffect.Of(metric, primary);
        var unchanged = shown.Estimate is { } change && Math.Abs(change) <= (shown.Tolerance ?? 0) ? "unchanged, " : "";
        return shown.ChangeText.Length == 0 ? "" : $"{Words.Short(primary.Measure)} {unchanged}{shown.ChangeText}";
    }

    private static string Open(MetricJudgement metric) => metric.ReasonCode switch
    {
        _ when OutOfReach(metric) is { } warning => warning.Message,
        ReasonCode.MarginNotRuledOut when metric.Decisive is not null => Possible(metric),
        ReasonCode.GuardNeedsData when metric.Needed is not null =>
            $"needs {Words.Needs(metric)} before {Words.Part(metric, Waiting(metric))} can be judged",
        _ => metric.Reason,
    };

    private static Warning? OutOfReach(MetricJudgement metric) => metric.Warnings.FirstOrDefault(w => w.Code == WarningCode.MarginOutOfReach);

    private static string Possible(MetricJudgement metric)
    {
        var shown = ShownEffect.Of(metric);
        var size = shown.LargestHarm is { } harm ? $"up to {shown.AtMostText(harm)}" : "of any size";
        var time = metric.Needed?.Duration is { } duration ? $", about {Numbers.Duration(duration)}" : "";
        var needs = metric.Needed is null ? "" : $"; needs about {Words.Needs(metric)}{time}";
        return $"{Words.Harm(metric.Direction)} {size} is still possible{needs}";
    }

    // The guard that waits: one that could not be computed yet, else the outermost.
    private static string Waiting(MetricJudgement metric) =>
        metric.Guards.OrderBy(g => g.PValue is null).LastOrDefault()?.Measure ?? metric.DecidedBy;
}
