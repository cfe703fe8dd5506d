using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Explaining;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Judging.Combining;

/// <summary>The three-valued verdict on one metric.</summary>
/// <remarks>
/// FAIL: for the primary measure or a guard, "no harm" is rejected at its share of the budget and the estimated harm exceeds the tolerance.
/// PASS: the upper bound of the primary's harm is below the margin, and the guards in effect had a chance to speak.
/// INCONCLUSIVE otherwise. FAIL wins over PASS.
/// </remarks>
internal static class VerdictRule
{
    /// <summary>Judges one metric.</summary>
    /// <param name="finding">What the data say.</param>
    /// <param name="shares">The budget of the primary measure and the guards.</param>
    /// <param name="beta">The chance that one end of an interval is wrong.</param>
    public static MetricJudgement Judge(Finding finding, IReadOnlyList<ErrorBudget.Share> shares, double beta)
    {
        var plan = finding.Plan;
        var policy = plan.Policy;
        var judgement = new MetricJudgement
        {
            Name = plan.Name,
            Kind = plan.Kind,
            Unit = plan.Unit,
            Direction = plan.Direction,
            Group = policy.Group,
            Critical = policy.Critical,
            Muted = policy.Muted,
            Weight = policy.Weight,
            Tolerance = plan.Tolerance,
            Margin = plan.Margin,
            Baseline = finding.Baseline,
            Canary = finding.Canary,
            Strata = finding.Strata?.Count ?? 0,
            Warnings = finding.Warnings,
            Anomalies = finding.Anomalies,
        };
        if (finding.Obstacle is { } obstacle)
        {
            var verdict = Absent(obstacle, policy.Missing);
            var message = Named(plan.Name, obstacle.Message);
            return judgement with
            {
                Verdict = verdict,
                ReasonCode = verdict == Verdict.Inconclusive ? obstacle.Code : ReasonCode.MissingByPolicy,
                Reason = verdict == Verdict.Inconclusive ? message : $"{message} By the policy's word (missing: {policy.Missing.ToString().ToLowerInvariant()}) that is a {verdict.ToString().ToUpperInvariant()}.",
                Needed = finding.Obstacle.Code == ReasonCode.NotEnoughData ? Missing(finding, finding.Canary?.Count ?? 0, null) : null,
            };
        }

        var primary = Weighed(plan, finding.Primary!, shares[0], beta);
        var guards = finding.Guards.Select((g, i) => Weighed(plan, g, shares[i + 1], beta)).ToArray();
        var failing = guards.Append(primary).Where(e => e.Failed).ToArray();
        var harm = Harm.Of(plan.Direction, plan.Tolerance, plan.Margin, primary);
        var guardsSpoke = (finding.Canary?.Count ?? 0) >= finding.MinimumForPass;
        var (said, code, decidedBy) = (failing.Length > 0, harm.IsRuledOut, guardsSpoke) switch
        {
            (true, _, _) => (Verdict.Fail, ReasonCode.HarmProven, Loudest(plan, primary, failing)),
            (_, true, true) => (Verdict.Pass, ReasonCode.HarmRuledOut, primary.Measure),
            (_, true, false) => (Verdict.Inconclusive, ReasonCode.GuardNeedsData, primary.Measure),
            _ => (Verdict.Inconclusive, NeverEnough(finding, primary) ? ReasonCode.NotEnoughData : MarginCode(harm), primary.Measure),
        };
        var needed = said == Verdict.Inconclusive && !finding.IsTooCoarse ? Missing(finding, finding.Canary?.Count ?? 0, code == ReasonCode.GuardNeedsData ? null : harm) : null;
        judgement = judgement with
        {
            Verdict = said,
            ReasonCode = code,
            DecidedBy = decidedBy,
            Method = primary.Method,
            Effect = primary,
            Guards = guards,
            Needed = needed,
            Warnings = [.. finding.Warnings.Where(w => said != Verdict.Fail || w.Code != WarningCode.SpreadChanged), .. OutOfReach.Of(judgement, harm, needed)],
        };
        return judgement with { Reason = MetricReason.Of(judgement, finding) };
    }

    /// <summary>The message, with the metric's name before it unless it has it already.</summary>
    private static string Named(string name, string message) =>
        message.Contains(name, StringComparison.Ordinal) ? message : $"{name}: {char.ToLowerInvariant(message[0])}{message[1..]}";

    private static Effect Weighed(MetricPlan plan, Effect effect, ErrorBudget.Share share, double beta) => effect with
    {
        Alpha = share.Level,
        Confidence = 1 - beta,
        OneIn = effect.PValue is { } p ? Numbers.OneIn(p) : null,
        Failed = share.Rejected && Harm.Exceeds(plan.Direction, plan.Tolerance, effect),
    };

    private static Verdict Absent(Obstacle obstacle, Missing missing) => (obstacle.Code, missing) switch
    {
        (ReasonCode.NoData or ReasonCode.OneArmEmpty, Config.Missing.Fail) => Verdict.Fail,
        (ReasonCode.NoData or ReasonCode.OneArmEmpty, Config.Missing.Pass) => Verdict.Pass,
        _ => Verdict.Inconclusive,
    };

    /// <summary>The measure to tell of: the primary one, unless a guard's harm is at least twice as large a part of the margin.</summary>
    private static string Loudest(MetricPlan plan, Effect primary, Effect[] failing)
    {
        double Part(Effect e)
        {
            var harm = Harm.Of(plan.Direction, plan.Tolerance, plan.Margin, e);
            return harm.Margin > 0 ? harm.Estimate / harm.Margin : harm.Estimate;
        }

        var worst = failing.MaxBy(Part)!;
        return primary.Failed && Part(worst) < 2 * Part(primary) ? primary.Measure : worst.Measure;
    }

    /// <summary>Without a margin to compare with: harm that is seen needs more data, no harm needs an absolute margin.</summary>
    private static ReasonCode MarginCode(Harm harm) =>
        harm.Margin > 0 ? ReasonCode.MarginNotRuledOut : harm.Estimate > 0 ? ReasonCode.NotEnoughData : ReasonCode.NeedsAbsoluteMargin;

    private static bool NeverEnough(Finding finding, Effect primary) => finding.SmallestPValue > primary.Alpha;

    /// <summary>How many times the present data would shrink the interval until a canary without change clears the margin.</summary>
    private static double Widths(Harm? harm)
    {
        var widths = harm is { Margin: > 0 } h ? (h.Upper - h.Estimate) / h.Margin : 0;
        return double.IsFinite(widths) ? widths * widths : 0;
    }

    /// <summary>What is still to come, never less than one value; null when unknown or when more data would not help.</summary>
    private static Needed? Missing(Finding finding, double have, Harm? harm)
    {
        // Without harm to rule out, only the guards are waited for. What the plan foretells is enough only for half of the runs: for the rest the width tells.
        var planned = Math.Max(finding.NeededForPass ?? 0, finding.MinimumForPass);
        var target = harm is null ? finding.MinimumForPass : planned > have ? planned : have * Widths(harm);
        if (target <= have || target == 0)
        {
            return null;
        }

        var more = Numbers.Needed(target - have);
        TimeSpan? duration = finding.Span is { } span && have > 0 && span.TotalDays * more / have < TimeSpan.MaxValue.TotalDays / 2 ? span * (more / have) : null;
        return new(more, duration);
    }
}
