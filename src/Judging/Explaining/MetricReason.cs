using CanaryJudge.Judging.Combining;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Judging.Explaining;

/// <summary>Why a metric got its verdict, in one or two sentences: FAIL says at least, PASS at most, INCONCLUSIVE what is still possible and what is missing.</summary>
internal static class MetricReason
{
    /// <summary>Below this chance a change in the direction of harm is worth telling of.</summary>
    private const double LeaningP = 0.2;

    /// <summary>The reason of a metric that was measured.</summary>
    public static string Of(MetricJudgement metric, Finding finding)
    {
        var effect = metric.Decisive!;
        var harm = Harm.Of(metric.Direction, metric.Tolerance, metric.Margin, effect);
        var within = finding.Strata is { } strata ? $" within {strata}" : "";
        return metric.ReasonCode switch
        {
            ReasonCode.HarmProven => Proven(metric, effect, harm, within),
            ReasonCode.HarmRuledOut => RuledOut(metric, effect, harm, within),
            ReasonCode.GuardNeedsData when finding.Guards.Count > 0 => $"{metric.Name} itself is fine, but {Needs(metric)} before {TailToCome(metric, finding)} can be judged.",
            ReasonCode.GuardNeedsData => $"{metric.Name} is fine so far, but a PASS rests on {Numbers.Count(finding.MinimumForPass)} canary {metric.CountNoun} or more: {Needs(metric).TrimEnd(',')}.",
            ReasonCode.NotEnoughData when harm.Margin == 0 => $"{Leaning(metric, effect, harm, within)} It needs more canary {metric.CountNoun}.",
            ReasonCode.NotEnoughData => $"Too few values of {metric.Name}: {Numbers.Count(metric.Baseline?.Count ?? 0)} and {Numbers.Count(metric.Canary?.Count ?? 0)} could not show harm however clear. {Sentence(Needs(metric))}",
            ReasonCode.NeedsAbsoluteMargin => $"{metric.Name} has no level in the baseline that a relative margin could be a part of. Give it an absolute margin.",
            _ => Possible(metric, effect, harm, within, finding.IsTooCoarse),
        };
    }

    /// <summary><c>errors 0.321% → 0.621%, +0.30 pp (at least +0.14 pp)</c>, the core of a FAIL.</summary>
    public static string Change(MetricJudgement metric, Effect effect, Harm harm, bool atLeast)
    {
        var change = ChangeWords.Signed(metric, (harm.IsRelative ? effect.RelativeEstimate : effect.Estimate) ?? 0, harm.IsRelative);
        var least = atLeast && harm.Lower > 0 && double.IsFinite(harm.Lower) ? $" (at least {ChangeWords.Bound(metric, effect, harm.Lower, harm.IsRelative, atLeast: true)})" : "";
        return $"{ChangeWords.FromTo(metric, effect)}, {change}{least}";
    }

    private static string Proven(MetricJudgement metric, Effect effect, Harm harm, string within)
    {
        var change = Change(metric, effect, harm, atLeast: true);
        return ChangeWords.Tail(metric, effect) is { } tail
            ? $"{tail} {ChangeWords.Moved(metric, effect)}{within}: {change}."
            : $"{metric.Name} {ChangeWords.Moved(metric, effect)}{within}: {change[(metric.Name.Length + 1)..]}.";
    }

    private static string RuledOut(MetricJudgement metric, Effect effect, Harm harm, string within) => harm.Upper <= 0
        ? $"{metric.Name} is no worse{within}: {Change(metric, effect, harm, atLeast: false)[(metric.Name.Length + 1)..]}."
        : $"{metric.Name}{within}: at most {ChangeWords.Bound(metric, effect, harm.Upper, harm.IsRelative, atLeast: false)}, and {ChangeWords.Size(metric, harm.Margin, harm.IsRelative)} would matter.";

    private static string Possible(MetricJudgement metric, Effect effect, Harm harm, string within, bool isTooCoarse)
    {
        var leans = effect.PValue < LeaningP && harm.Estimate > harm.Tolerance;
        var up = double.IsFinite(harm.Upper) ? $" by up to {ChangeWords.AtMost(metric, harm.Upper, harm.IsRelative)}" : " of any size";
        var found = leans ? Leaning(metric, effect, harm, within) : $"{Way(metric)} of {metric.Name}{within}{up} is still possible.";
        return (metric.Needed, leans) switch
        {
            _ when isTooCoarse => $"{found} The buckets are too wide to tell, however much data come: record narrower ones around the usual value, or widen the margin of {ChangeWords.Size(metric, harm.Margin, harm.IsRelative)}.",
            (_, true) => $"{found} Keep watching.",
            ({ }, _) => $"{found} {Sentence(Needs(metric))}",
            _ => $"{found} That is too close to the margin of {ChangeWords.Size(metric, harm.Margin, harm.IsRelative)} to call: keep watching, or widen the margin.",
        };
    }

    /// <summary>Harm that is seen but not proven.</summary>
    private static string Leaning(MetricJudgement metric, Effect effect, Harm harm, string within) =>
        $"{Change(metric, effect, harm, atLeast: false)}{within}, but that is {Numbers.Chance(effect.PValue ?? 1)} by chance; a FAIL needs {Numbers.Chance(effect.Alpha ?? 1)}.";

    private static string Way(MetricJudgement metric) => metric.Direction switch
    {
        Direction.Increase => "A rise",
        Direction.Decrease => "A fall",
        _ => "A change",
    };

    /// <summary><c>it needs about 200 more canary values, about 10 min at this pace,</c>.</summary>
    public static string Needs(MetricJudgement metric)
    {
        if (metric.Needed is not { } needed)
        {
            return "it needs more data";
        }

        var time = needed.Duration is { } duration ? $", about {Numbers.Duration(duration)} at this pace," : "";
        var about = metric.ReasonCode == ReasonCode.GuardNeedsData ? "it needs" : "it needs about";
        return $"{about} {Numbers.Count(needed.CanarySamples)} more canary {metric.CountNoun}{time}";
    }

    private static string Sentence(string clause) => $"{char.ToUpperInvariant(clause[0])}{clause[1..].TrimEnd(',')}.";

    private static string TailToCome(MetricJudgement metric, Finding finding) =>
        ChangeWords.Tail(metric, finding.Guards.MaxBy(g => Math.Abs(Quantile(g) - 50))!)!.Replace("The ", "the ", StringComparison.Ordinal);

    private static double Quantile(Effect guard) => double.Parse(guard.Measure[1..], System.Globalization.CultureInfo.InvariantCulture);
}
