using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using Google.Protobuf.WellKnownTypes;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.AnalysisServer.Mapping;

/// <summary>Turns the verdict on one metric into the contract's.</summary>
internal static class ToWireMetric
{
    /// <summary>The metric's judgement as every door shows it.</summary>
    /// <param name="metric">As the judge decided.</param>
    /// <returns>A message that shares nothing with it.</returns>
    public static Wire.MetricJudgement Metric(MetricJudgement metric) => new()
    {
        Name = metric.Name,
        Kind = metric.Kind,
        Unit = metric.Unit,
        Direction = Names<Direction, Wire.MetricJudgement.Types.Direction>.Of(metric.Direction),
        Group = metric.Group,
        Critical = metric.Critical,
        Muted = metric.Muted,
        Weight = metric.Weight,
        Tolerance = Allowance(metric.Tolerance),
        Margin = Allowance(metric.Margin),
        Verdict = ToWire.Verdict(metric.Verdict),
        Reason = metric.Reason,
        ReasonCode = ToWire.Reason(metric.ReasonCode),
        DecidedBy = metric.DecidedBy,
        Method = metric.Method,
        Strata = (uint)metric.Strata,
        Approximate = metric.Approximate,
        Baseline = Arm(metric.Baseline),
        Canary = Arm(metric.Canary),
        Effect = metric.Effect is { } effect ? Effect(effect) : null,
        Guards = { metric.Guards.Select(Effect) },
        Needed = Needed(metric.Needed),
        Warnings = { metric.Warnings.Select(ToWire.Warning) },
        Anomalies = { metric.Anomalies.Select(ToWireAnomaly.Anomaly) },
        Kayenta = ToWire.Kayenta(metric.Kayenta),
    };

    private static Wire.Allowance Allowance(Allowance allowance)
    {
        var wire = new Wire.Allowance { InPoints = allowance.InPoints };
        Set(allowance.Relative, v => wire.Relative = v);
        Set(allowance.Absolute, v => wire.Absolute = v);
        return wire;
    }

    private static Wire.ArmSummary? Arm(ArmSummary? arm)
    {
        if (arm is null)
        {
            return null;
        }

        var wire = new Wire.ArmSummary { Count = arm.Count };
        Set(arm.Events, v => wire.Events = v);
        Set(arm.EffectiveCount, v => wire.EffectiveCount = v);
        Set(arm.Mean, v => wire.Mean = v);
        Set(arm.Median, v => wire.Median = v);
        Set(arm.StandardDeviation, v => wire.StandardDeviation = v);
        Set(arm.Min, v => wire.Min = v);
        Set(arm.Max, v => wire.Max = v);
        wire.Quantiles.AddRange(arm.Quantiles.Select(q => new Wire.Quantile { Probability = q.Key, Value = q.Value }));
        return wire;
    }

    private static Wire.Effect Effect(Effect effect)
    {
        var wire = new Wire.Effect { Measure = effect.Measure, Confidence = effect.Confidence, Method = effect.Method, Failed = effect.Failed };
        Set(effect.Baseline, v => wire.Baseline = v);
        Set(effect.Canary, v => wire.Canary = v);
        Set(effect.Estimate, v => wire.Estimate = v);
        Set(effect.Lower, v => wire.Lower = v);
        Set(effect.Upper, v => wire.Upper = v);
        Set(effect.RelativeEstimate, v => wire.RelativeEstimate = v);
        Set(effect.RelativeLower, v => wire.RelativeLower = v);
        Set(effect.RelativeUpper, v => wire.RelativeUpper = v);
        Set(effect.PValue, v => wire.PValue = v);
        Set(effect.OneIn, v => wire.OneIn = v);
        Set(effect.Alpha, v => wire.Alpha = v);
        return wire;
    }

    private static Wire.Needed? Needed(Needed? needed) =>
        needed is null ? null : new() { CanarySamples = needed.CanarySamples, Duration = needed.Duration?.ToDuration() };

    // What could not be computed is left out; a NaN would be a string in JSON.
    internal static void Set(double? value, Action<double> set)
    {
        if (value is { } v && double.IsFinite(v))
        {
            set(v);
        }
    }
}
