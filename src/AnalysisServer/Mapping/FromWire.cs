using CanaryJudge.AnalysisServer.Analyses;
using CanaryJudge.Judging.Analyses;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.AnalysisServer.Mapping;

/// <summary>Reads a judgement that a server sent, for reports on the caller's side. Numbers that were left out stay unknown.</summary>
public static class FromWire
{
    /// <summary>The judgement.</summary>
    /// <param name="wire">As received.</param>
    /// <exception cref="ArgumentException">A name that this version does not know: the server is newer.</exception>
    public static Judgement Judgement(Wire.Judgement wire)
    {
        ArgumentNullException.ThrowIfNull(wire);
        return new()
        {
            Policy = wire.Policy,
            Verdict = Enum.Parse<Verdict>(wire.Verdict.ToString()),
            Reason = wire.Reason,
            ReasonCode = Enum.Parse<ReasonCode>(wire.ReasonCode.ToString()),
            Score = wire.Score,
            Metrics = [.. wire.Metrics.Select(Metric)],
            Groups = [.. wire.Groups.Select(g => new GroupJudgement(g.Name, Enum.Parse<Verdict>(g.Verdict.ToString()), g.Score, [.. g.Metrics]) { Kayenta = Kayenta(g.Kayenta) })],
            DecidedBy = [.. wire.DecidedBy],
            Alpha = wire.Alpha,
            Beta = wire.Beta,
            From = wire.From?.ToDateTimeOffset(),
            To = wire.To?.ToDateTimeOffset(),
            Warnings = [.. wire.Warnings.Select(Warning)],
            JudgeVersion = wire.JudgeVersion,
            PolicyHash = wire.PolicyHash,
            Seed = wire.Seed,
            Look = wire.Look is { } look ? new(look.Number, (int)look.Epoch, look.CanaryTraffic) : null,
            Kayenta = Kayenta(wire.Kayenta),
        };
    }

    /// <summary>A look of an analysis, as a watch tells of it.</summary>
    /// <param name="wire">An event that is a look.</param>
    /// <exception cref="ArgumentException">A name that this version does not know: the server is newer.</exception>
    public static AnalysisChange.Looked Look(Wire.AnalysisEvent wire)
    {
        ArgumentNullException.ThrowIfNull(wire);
        var (look, judgement) = (wire.Look, Judgement(wire.Look.Judgement));
        var until = look.Until.ToDateTimeOffset();
        var elapsed = judgement.From is { } from && until > from ? UnixTime.Of(until - from) : 0;
        return new(new(look.Number, UnixTime.Of(until), (int)look.Epoch, elapsed, Planned: 0, IsLast: false), judgement, look.CanaryTraffic);
    }

    /// <summary>A look, from its judgement alone.</summary>
    /// <param name="wire">The judgement of a look.</param>
    /// <exception cref="ArgumentException">A name that this version does not know: the server is newer.</exception>
    public static AnalysisChange.Looked Look(Wire.Judgement wire)
    {
        var judgement = Judgement(wire);
        var until = judgement.To ?? default;
        var elapsed = judgement.From is { } from && until > from ? UnixTime.Of(until - from) : 0;
        var look = judgement.Look ?? new(0, 0, 0);
        return new(new(look.Number, UnixTime.Of(until), look.Epoch, elapsed, Planned: 0, IsLast: false), judgement, look.CanaryTraffic);
    }

    private static MetricJudgement Metric(Wire.MetricJudgement wire) => new()
    {
        Name = wire.Name,
        Kind = wire.Kind,
        Unit = wire.Unit,
        Direction = Enum.Parse<Direction>(wire.Direction.ToString()),
        Group = wire.Group,
        Critical = wire.Critical,
        Muted = wire.Muted,
        Weight = wire.Weight,
        Tolerance = Allowance(wire.Tolerance),
        Margin = Allowance(wire.Margin),
        Verdict = Enum.Parse<Verdict>(wire.Verdict.ToString()),
        Reason = wire.Reason,
        ReasonCode = Enum.Parse<ReasonCode>(wire.ReasonCode.ToString()),
        DecidedBy = wire.DecidedBy,
        Method = wire.Method,
        Strata = (int)wire.Strata,
        Approximate = wire.Approximate,
        Baseline = Arm(wire.Baseline),
        Canary = Arm(wire.Canary),
        Effect = wire.Effect is null ? null : Effect(wire.Effect),
        Guards = [.. wire.Guards.Select(Effect)],
        Needed = wire.Needed is null ? null : new(wire.Needed.CanarySamples, wire.Needed.Duration?.ToTimeSpan()),
        Warnings = [.. wire.Warnings.Select(Warning)],
        Anomalies = [.. wire.Anomalies.Select(FromWireAnomaly.Anomaly)],
        Kayenta = Kayenta(wire.Kayenta),
    };

    private static KayentaWords? Kayenta(Wire.KayentaWords? wire) => wire is null ? null : new(wire.Classification, wire.ClassificationReason)
    {
        Score = wire.HasScore ? wire.Score : null,
        Ratio = wire.HasRatio ? wire.Ratio : null,
    };

    private static Warning Warning(Wire.Warning wire) => new(Enum.Parse<WarningCode>(wire.Code.ToString()), wire.Message);

    private static Allowance Allowance(Wire.Allowance? wire) => wire is null
        ? Judging.Config.Allowance.None
        : new(wire.HasRelative ? wire.Relative : null, wire.HasAbsolute ? wire.Absolute : null) { InPoints = wire.InPoints };

    private static ArmSummary? Arm(Wire.ArmSummary? wire) => wire is null ? null : new()
    {
        Count = wire.Count,
        Events = wire.HasEvents ? wire.Events : null,
        EffectiveCount = wire.HasEffectiveCount ? wire.EffectiveCount : null,
        Mean = wire.HasMean ? wire.Mean : null,
        Median = wire.HasMedian ? wire.Median : null,
        StandardDeviation = wire.HasStandardDeviation ? wire.StandardDeviation : null,
        Min = wire.HasMin ? wire.Min : null,
        Max = wire.HasMax ? wire.Max : null,
        Quantiles = [.. wire.Quantiles.Select(q => KeyValuePair.Create(q.Probability, q.Value))],
    };

    private static Effect Effect(Wire.Effect wire) => new()
    {
        Measure = wire.Measure,
        Baseline = wire.HasBaseline ? wire.Baseline : null,
        Canary = wire.HasCanary ? wire.Canary : null,
        Estimate = wire.HasEstimate ? wire.Estimate : null,
        Lower = wire.HasLower ? wire.Lower : null,
        Upper = wire.HasUpper ? wire.Upper : null,
        Confidence = wire.Confidence,
        RelativeEstimate = wire.HasRelativeEstimate ? wire.RelativeEstimate : null,
        RelativeLower = wire.HasRelativeLower ? wire.RelativeLower : null,
        RelativeUpper = wire.HasRelativeUpper ? wire.RelativeUpper : null,
        PValue = wire.HasPValue ? wire.PValue : null,
        OneIn = wire.HasOneIn ? wire.OneIn : null,
        Alpha = wire.HasAlpha ? wire.Alpha : null,
        Method = wire.Method,
        Failed = wire.Failed,
    };
}
