using CanaryJudge.Judging.Combining;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Explaining;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;
using CanaryJudge.Judging.Stratifying;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Sequential;

namespace CanaryJudge.Judging.Analyses.Evidence;

/// <summary>A look at one metric as every report shows it.</summary>
/// <param name="plan">How the metric is judged.</param>
/// <param name="watched">Its share of the error budget.</param>
/// <param name="look">What the newest look found.</param>
/// <param name="found">The effect so far.</param>
/// <param name="needed">How much more of the canary's data a PASS needs; NaN or infinite: not known.</param>
/// <param name="baseline">The baseline so far.</param>
/// <param name="canary">The canary so far.</param>
/// <param name="span">How long the data took to come.</param>
/// <param name="isNewStep">Whether nothing of the present step has come yet: what was ruled out before was so at another weight.</param>
internal sealed class LookJudgement(
    MetricPlan plan, MetricWatchPlan watched, SequentialLook look, SequentialEffect found, double needed, ArmTally baseline, ArmTally canary, TimeSpan span, bool isNewStep)
{
    private const SequentialReasons Early = SequentialReasons.NotEnoughData;

    /// <summary>The metric's verdict with its evidence.</summary>
    public MetricJudgement Make()
    {
        var primary = Primary();
        var guards = look.Guards.Select(Guard).ToArray();
        var decidedBy = look is { IsHarmful: true, HarmfulGuard: { } q } ? new Measure.Quantile(q).ToString() : primary.Measure;
        var (verdict, code) = Verdict(primary);
        var judgement = new MetricJudgement
        {
            Name = plan.Name,
            Kind = plan.Kind,
            Unit = plan.Unit,
            Direction = plan.Direction,
            Group = plan.Policy.Group,
            Critical = plan.Policy.Critical,
            Muted = plan.Policy.Muted,
            Weight = plan.Policy.Weight,
            Tolerance = plan.Tolerance,
            Margin = plan.Margin,
            Baseline = baseline.Summary(plan) with { EffectiveCount = look.EffectiveCount },
            Canary = canary.Summary(plan) with { EffectiveCount = look.EffectiveCount },
            Verdict = verdict,
            ReasonCode = code,
            DecidedBy = decidedBy,
            Method = primary.Method,
            Effect = primary with { Failed = look.IsHarmful && look.HarmfulGuard is null },
            Guards = [.. guards.Select(g => g with { Failed = look.IsHarmful && g.Measure == decidedBy })],
            Approximate = look.IsApproximate,
            Strata = Common.Length > 1 ? Common.Length : 0,
            Needed = verdict == Model.Verdict.Inconclusive ? More(code == ReasonCode.GuardNeedsData ? MinimumForPass - look.CanaryCount : needed) : null,
            Warnings = [.. Warnings()],
        };
        return judgement with { Reason = Reason(judgement) };
    }

    /// <summary>With fewer canary values no PASS is given, so that the guards had a chance to speak; 0 where there are none.</summary>
    private double MinimumForPass => look.Guards.Count == 0 ? 0 : TailGuards.MinimumForPass([.. plan.Policy.Guards ?? TailGuards.Defaults]);

    private (Verdict Verdict, ReasonCode Code) Verdict(Effect primary) => look switch
    {
        { IsHarmful: true } => (Model.Verdict.Fail, ReasonCode.HarmProven),
        _ when isNewStep => (Model.Verdict.Inconclusive, ReasonCode.NotEnoughData),
        { IsAcceptable: true } => (Model.Verdict.Pass, ReasonCode.HarmRuledOut),
        _ when look.Reasons.HasFlag(Early) => (Model.Verdict.Inconclusive, ReasonCode.NotEnoughData),

        // As in a single look: equal constants are no worse, different ones leave nothing to test the difference against.
        _ when look.Reasons.HasFlag(SequentialReasons.ZeroVariance) => IsUnchanged ? (Model.Verdict.Pass, ReasonCode.HarmRuledOut) : (Model.Verdict.Inconclusive, ReasonCode.ZeroVariance),
        _ when look.Reasons.HasFlag(SequentialReasons.NeedsAbsoluteMargin) => (Model.Verdict.Inconclusive, ReasonCode.NeedsAbsoluteMargin),
        _ when look.CanaryCount < MinimumForPass && Harm.Of(plan.Direction, plan.Tolerance, plan.Margin, primary).IsRuledOut => (Model.Verdict.Inconclusive, ReasonCode.GuardNeedsData),
        _ => (Model.Verdict.Inconclusive, ReasonCode.MarginNotRuledOut),
    };

    /// <summary>The strata that both arms have had data of.</summary>
    private string[] Common { get; } = [.. baseline.Strata.Where(s => s.Length > 0).Intersect(canary.Strata, StringComparer.Ordinal)];

    private bool IsUnchanged => found.Value.Estimate == (found.IsRatio ? 1 : 0);

    /// <summary>The primary measure, in the metric's unit and relative to the baseline.</summary>
    private Effect Primary()
    {
        var harm = look.Sides.MinBy(side => double.IsNaN(side.Harm.AnytimeP) ? 1 : side.Harm.AnytimeP).Harm;
        var (value, level) = (found.Value, found.BaselineLevel);
        Interval? ratio = found.IsRatio ? value : level > 0 ? Each(value, change => 1 + (change / level)) : null;
        var difference = found.IsRatio ? Each(value, factor => (factor - 1) * level) : value;
        var effect = new Effect
        {
            Measure = plan.Measure.ToString()!,
            Baseline = Known(level),
            Canary = Known(level + difference.Estimate),
            Estimate = Known(difference.Estimate),
            Lower = Known(difference.Lower),
            Upper = Known(difference.Upper),
            RelativeEstimate = Known(ratio?.Estimate - 1),
            RelativeLower = Known(ratio?.Lower - 1),
            RelativeUpper = Known(ratio?.Upper - 1),
            Method = Method(),
        };
        effect = With(effect, harm, PrimaryAlpha());
        return plan.Ceiling is { } ceiling ? Complement.Back(effect, ceiling) : effect;
    }

    private Effect Guard(GuardEvidence guard)
    {
        // In the canary's mix of strata: quantiles of arms with different mixes would differ without any change.
        double? b = Known(baseline.Quantile(guard.Quantile, canary)), c = Known(canary.Quantile(guard.Quantile, canary));
        var effect = new Effect
        {
            Measure = new Measure.Quantile(guard.Quantile).ToString(),
            Baseline = b,
            Canary = c,
            Estimate = c - b,
            RelativeEstimate = b > 0 ? (c / b) - 1 : null,
            Method = "count-mixture",
        };
        return With(effect, guard.Evidence, watched.Alpha / 2 / look.Guards.Count);
    }

    private Effect With(Effect effect, SequentialEvidence evidence, double level) => effect with
    {
        PValue = Known(evidence.AnytimeP),
        OneIn = Known(evidence.AnytimeP) is { } p ? Numbers.OneIn(p) : null,
        Alpha = level,
        Confidence = 1 - watched.Beta,
    };

    private double PrimaryAlpha() => watched.Alpha / (look.Guards.Count > 0 ? 2 : 1) / look.Sides.Count;

    private string Method() => plan.Kind switch
    {
        "ratio" or "count" => "count-mixture",
        "points" => found.IsRatio ? "sequential-log-ratio" : "sequential-ranks",
        _ => "stratified-ranks",
    };

    private Needed? More(double values)
    {
        if (isNewStep || !(values > 0) || double.IsInfinity(values))
        {
            return null;
        }

        var more = Numbers.Needed(values);
        TimeSpan? duration = look.CanaryCount > 0 && span.TotalDays * more / look.CanaryCount < TimeSpan.MaxValue.TotalDays / 2 ? span * (more / look.CanaryCount) : null;
        return new(more, duration);
    }

    private string Reason(MetricJudgement judgement)
    {
        var decisive = judgement.Decisive!;
        var harm = Harm.Of(plan.Direction, plan.Tolerance, plan.Margin, decisive);
        return judgement.ReasonCode switch
        {
            ReasonCode.NotEnoughData => $"Too early to judge {plan.Name}: {(isNewStep ? "no data of the present step yet." : TooFew())}",
            ReasonCode.ZeroVariance => $"{plan.Name}: the arms differ by the same amount in every interval: without any noise there is nothing to test the difference against.",
            ReasonCode.HarmRuledOut when !harm.IsRuledOut => $"{plan.Name}: {ChangeWords.Size(judgement, harm.Margin, harm.IsRelative)} would matter, and is ruled out.",

            // The whole run rules harm out, the present step, in which it has to be shown anew, does not yet.
            ReasonCode.MarginNotRuledOut when harm.IsRuledOut => $"{plan.Name} is fine so far, {ChangeWords.Size(judgement, harm.Margin, harm.IsRelative)} would matter: {MetricReason.Needs(judgement).TrimEnd(',')} for a PASS.",
            _ => MetricReason.Of(judgement, new Finding { Plan = plan, Strata = Common.Length > 1 ? new(Common.Length, "strata") : null, Guards = judgement.Guards, MinimumForPass = MinimumForPass }),
        };
    }

    private string TooFew() => plan.Kind switch
    {
        "points" => $"{Numbers.Count(look.CanaryCount)} intervals in common; a decision rests on 30 or more.",
        "ratio" or "count" => "one of the arms has had no traffic yet.",
        _ => $"{Numbers.Count(look.CanaryCount)} canary values; a decision rests on 100 or more.",
    };

    private IEnumerable<Warning> Warnings()
    {
        var reasons = look.Reasons;
        if (reasons.HasFlag(SequentialReasons.MissingData))
        {
            yield return new(WarningCode.MissingData, "More than a fifth of the intervals have no value in one of the arms.");
        }

        if (reasons.HasFlag(SequentialReasons.Bursts))
        {
            yield return new(WarningCode.Bursts, $"Events come in bursts: they count as {1 / look.Divisor:0%} of their number.");
        }

        if (reasons.HasFlag(SequentialReasons.DependentSamples))
        {
            yield return new(WarningCode.DependentValues, $"Values of the same time are alike: they count as {1 / look.Divisor:0%} of their number. Name the user or session key as cluster, if there is one.");
        }

        if (reasons.HasFlag(SequentialReasons.FewEffectiveValues))
        {
            yield return new(WarningCode.FewEffectiveValues, $"Worth about {look.EffectiveCount:0} independent values: the error rates are approximate.");
        }

        if (reasons.HasFlag(SequentialReasons.ZeroVariance) && IsUnchanged)
        {
            yield return new(WarningCode.ZeroVariance, "Both arms have the same value in every interval.");
        }

        if (reasons.HasFlag(SequentialReasons.NotPositive))
        {
            yield return new(WarningCode.MissingData, "Values of 0 or below came after ratios had been compared; they are left out.");
        }

        if (reasons.HasFlag(SequentialReasons.RefusedBuckets))
        {
            yield return new(WarningCode.MissingData, "Intervals with impossible counts (a counter reset, more events than the total) are left out.");
        }

        if (reasons.HasFlag(SequentialReasons.DroppedValues))
        {
            yield return new(WarningCode.InfinityDropped, "Values that are not finite are left out.");
        }

        foreach (var warning in StrataNotes.LeftOut([.. baseline.Strata.Union(canary.Strata, StringComparer.Ordinal).Except(Common, StringComparer.Ordinal).Where(s => s.Length > 0)], "only in one arm so far", "strata"))
        {
            yield return warning;
        }

        if (plan.Ceiling is not null)
        {
            yield return Complement.Note;
        }
    }

    private static Interval Each(Interval interval, Func<double, double> form) => new(form(interval.Estimate), form(interval.Lower), form(interval.Upper));

    private static double? Known(double? value) => value is { } v && double.IsNaN(v) ? null : value;
}
