using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.AnalysisServer.Tests.Mapping;

/// <summary>A judgement with something in every field.</summary>
internal static class Samples
{
    public static Judgement Judgement { get; } = new()
    {
        Policy = "checkout",
        Verdict = Verdict.Fail,
        Reason = "The slowest 1% got slower: \"latency_ms\" p99 180 → 212 ms.",
        ReasonCode = ReasonCode.HarmProven,
        Score = 12.5,
        Alpha = 0.05,
        Beta = 0.1,
        From = new(2025, 10, 9, 8, 0, 0, TimeSpan.Zero),
        To = new(2025, 10, 9, 9, 0, 0, TimeSpan.Zero),
        DecidedBy = ["latency_ms"],
        Groups = [new("slow", Verdict.Fail, 0, ["latency_ms"])],
        Warnings = [new(WarningCode.DifferentTimes, "The arms do not run side by side.")],
        JudgeVersion = "0.1.0",
        PolicyHash = new string('a', 64),
        Seed = ulong.MaxValue,
        Metrics =
        [
            new()
            {
                Name = "latency_ms",
                Kind = "samples",
                Unit = "ms",
                Direction = Direction.Either,
                Group = "slow",
                Critical = true,
                Weight = 2,
                Tolerance = new(0.05, 20),
                Margin = new(null, 0.005) { InPoints = true },
                Verdict = Verdict.Fail,
                Reason = "Slower.",
                ReasonCode = ReasonCode.HarmProven,
                DecidedBy = "p99",
                Method = "mann-whitney",
                Baseline = new() { Count = 1000, Events = 3, EffectiveCount = 700.5, Mean = 101.25, Quantiles = [new(0.99, 250)] },
                Canary = new() { Count = 9_007_199_254_740_992, Mean = double.NaN },
                Effect = new() { Measure = "shift", Estimate = 12, Lower = 8, Upper = 16, Confidence = 0.95, PValue = 0.001, OneIn = 1000, RelativeUpper = double.PositiveInfinity },
                Guards = [new() { Measure = "p99", Failed = true, Method = "fisher" }],
                Needed = new(1900, TimeSpan.FromMinutes(7)),
                Warnings = [new(WarningCode.Bursts, "Events come in bursts.")],
            },
        ],
    };
}
