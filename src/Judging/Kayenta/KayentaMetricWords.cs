using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Judging.Kayenta;

/// <summary>What Kayenta says of one pair, as the judgement of a metric.</summary>
internal static class KayentaMetricWords
{
    /// <summary>The judgement.</summary>
    /// <param name="said">Kayenta's.</param>
    /// <param name="policy">The metric's policy.</param>
    /// <param name="baseline">The data that the baseline's values were made from.</param>
    /// <param name="canary">Likewise.</param>
    public static MetricJudgement Of(KayentaMetricJudgement said, MetricPolicy policy, SeriesData? baseline, SeriesData? canary)
    {
        var (verdict, code) = Verdict(said);
        var unit = policy.Unit ?? NameHints.Unit(policy.Name);
        var effect = Effect(said, verdict);
        var kind = (baseline ?? canary)?.Kind ?? policy.Kind ?? "samples";
        return new()
        {
            Name = Name(said.Pair),
            Kind = kind,
            Unit = unit,
            Direction = said.Metric.Direction,
            Group = policy.Group,
            Critical = said.Metric.Critical,
            Muted = said.Metric.Muted,
            Weight = policy.Weight,
            Verdict = verdict,
            ReasonCode = code,
            Reason = Reason(said, kind, unit),
            DecidedBy = effect?.Measure ?? "",
            Method = effect?.Method ?? "",
            Effect = effect,
            Baseline = Summary(said.Baseline),
            Canary = Summary(said.Canary),
            Warnings = [.. Warnings(said.Finding.Warnings, baseline, canary)],
            Kayenta = new(said.Finding.Class.ToString(), said.Finding.Reason ?? "") { Ratio = Finite(said.Finding.Ratio) },
        };
    }

    /// <summary>The metric's name, and where it has several pairs their labels: <c>latency_ms{region=eu}</c>.</summary>
    public static string Name(KayentaPair pair) => pair.Tags is { Count: > 0 } ? $"{pair.Name}{{{pair.Id}}}" : pair.Name;

    private static (Verdict, ReasonCode) Verdict(KayentaMetricJudgement said) => said.Finding switch
    {
        { Class: KayentaClass.Pass } => (Model.Verdict.Pass, ReasonCode.KayentaClassified),
        { Class: KayentaClass.High or KayentaClass.Low } => (Model.Verdict.Fail, ReasonCode.KayentaClassified),
        { Class: KayentaClass.Error } => (Model.Verdict.Inconclusive, ReasonCode.NotEnoughData),
        { Class: KayentaClass.NodataFailMetric } or { Critical: true } => (Model.Verdict.Fail, ReasonCode.MissingByPolicy),
        _ => (Model.Verdict.Inconclusive, Obstacles.Empty(said.Baseline.Count, said.Canary.Count)?.Code ?? ReasonCode.NoData),
    };

    private static string Reason(KayentaMetricJudgement said, string kind, string unit)
    {
        var finding = said.Finding;
        var why = finding.Reason is { } reason ? $": {reason}" : "";
        var means = said.Baseline.Count == 0 || said.Canary.Count == 0 ? ""
            : $" Mean {Level(said.Baseline.Mean, kind, "")} → {Level(said.Canary.Mean, kind, unit)}{(Finite(finding.Ratio) is { } ratio ? $", ratio {Numbers.Value(ratio)}" : "")}.";
        return $"Kayenta says {finding.Class}{why}.{means}";
    }

    private static string Level(double mean, string kind, string unit) => kind == "ratio" ? Numbers.Share(mean) : Numbers.Value(mean, unit);

    private static Effect? Effect(KayentaMetricJudgement said, Verdict verdict) => said.Finding.Interval is not { } interval ? null : new()
    {
        Measure = "shift",
        Baseline = Finite(said.Baseline.Mean),
        Canary = Finite(said.Canary.Mean),
        Estimate = interval.Estimate,
        Lower = interval.Lower,
        Upper = interval.Upper,
        Confidence = 0.99,
        Method = "kayenta-mann-whitney",
        Failed = verdict == Model.Verdict.Fail,
    };

    private static ArmSummary Summary(KayentaSummary arm) => arm.Count == 0 ? new() { Count = 0 } : new()
    {
        Count = arm.Count,
        Mean = Finite(arm.Mean),
        Min = Finite(arm.Min),
        Max = Finite(arm.Max),
        StandardDeviation = Finite(arm.StandardDeviation),
    };

    private static IEnumerable<Warning> Warnings(IReadOnlyList<KayentaWarning> flaws, SeriesData? baseline, SeriesData? canary)
    {
        foreach (var flaw in flaws)
        {
            yield return new(WarningCode.KayentaRules, flaw.Message);
        }

        if (Times.Differ(Times.Window((baseline?.Times ?? default).Span), Times.Window((canary?.Times ?? default).Span)))
        {
            yield return new(WarningCode.DifferentTimes, "The arms do not run side by side, so drift and time of day count as change; Kayenta does not look at times.");
        }
    }

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
