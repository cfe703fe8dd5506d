using CanaryJudge.Judging.Model;
using Google.Protobuf.WellKnownTypes;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.AnalysisServer.Mapping;

/// <summary>Turns a judgement into the contract's.</summary>
public static class ToWire
{
    /// <summary>The judgement as every door shows it.</summary>
    /// <param name="judgement">As the judge decided.</param>
    /// <returns>A message that shares nothing with it.</returns>
    public static Wire.Judgement Judgement(Judgement judgement)
    {
        ArgumentNullException.ThrowIfNull(judgement);
        return new()
        {
            Policy = judgement.Policy,
            Verdict = Verdict(judgement.Verdict),
            Reason = judgement.Reason,
            ReasonCode = Reason(judgement.ReasonCode),
            Action = Names<NextAction, Wire.Judgement.Types.Action>.Of(judgement.Action),
            Score = judgement.Score,
            Metrics = { judgement.Metrics.Select(ToWireMetric.Metric) },
            Groups = { judgement.Groups.Select(Group) },
            DecidedBy = { judgement.DecidedBy },
            Alpha = judgement.Alpha,
            Beta = judgement.Beta,
            From = judgement.From?.ToTimestamp(),
            To = judgement.To?.ToTimestamp(),
            Warnings = { judgement.Warnings.Select(Warning) },
            JudgeVersion = judgement.JudgeVersion,
            PolicyHash = judgement.PolicyHash,
            Seed = judgement.Seed,
            Joint = ToWireAnomaly.Joint(judgement.Joint),
            Look = judgement.Look is { } look ? new() { Number = look.Number, Epoch = (ulong)look.Epoch, CanaryTraffic = look.CanaryTraffic } : null,
            Kayenta = Kayenta(judgement.Kayenta),
        };
    }

    /// <summary>A reason's code as JSON shows it: <c>HARM_PROVEN</c>.</summary>
    /// <param name="code">The code.</param>
    public static string ReasonCodeName(ReasonCode code) =>
        Wire.Judgement.Descriptor.EnumTypes.Single(e => e.Name == "ReasonCode").FindValueByNumber((int)Reason(code)).Name;

    internal static Wire.Judgement.Types.Verdict Verdict(Verdict verdict) => Names<Verdict, Wire.Judgement.Types.Verdict>.Of(verdict);

    internal static Wire.Judgement.Types.ReasonCode Reason(ReasonCode code) => Names<ReasonCode, Wire.Judgement.Types.ReasonCode>.Of(code);

    /// <summary>A warning as every door shows it.</summary>
    /// <param name="warning">The warning.</param>
    public static Wire.Warning Warning(Warning warning) => new()
    {
        Code = Names<WarningCode, Wire.Warning.Types.Code>.Of(warning.Code),
        Message = warning.Message,
    };

    private static Wire.GroupJudgement Group(GroupJudgement group) => new()
    {
        Name = group.Name,
        Verdict = Verdict(group.Verdict),
        Score = group.Score,
        Metrics = { group.Metrics },
        Kayenta = Kayenta(group.Kayenta),
    };

    internal static Wire.KayentaWords? Kayenta(KayentaWords? words)
    {
        if (words is null)
        {
            return null;
        }

        var wire = new Wire.KayentaWords { Classification = words.Classification, ClassificationReason = words.ClassificationReason };
        if (words.Score is { } score && double.IsFinite(score))
        {
            wire.Score = score;
        }

        if (words.Ratio is { } ratio)
        {
            wire.Ratio = ratio;
        }

        return wire;
    }
}
