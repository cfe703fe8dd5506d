using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics.Anomalies;

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
        Joint = new()
        {
            Method = "distance",
            Guard = true,
            PValue = 0.0004,
            Alpha = 0.0125,
            Found = true,
            TrainRows = 60,
            CalibrationRows = 30,
            CanaryRows = 20,
            DroppedRows = 2,
            Shrinkage = 0.1,
            Contributions = [new("cpu", 0.75), new("queue", -0.1)],
            Points = [new(new(2025, 10, 9, 8, 5, 0, TimeSpan.Zero), 0.03)],
            Text = "Out of step.",
        },
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
                Anomalies =
                [
                    new()
                    {
                        Kind = AnomalyKind.Course,
                        Arm = Arm.Canary,
                        From = new(2025, 10, 9, 8, 0, 0, TimeSpan.Zero),
                        To = new(2025, 10, 9, 8, 5, 0, TimeSpan.Zero),
                        PValue = 0.001,
                        Effect = 0.5,
                        Before = 100,
                        After = 150,
                        Course = CourseName.Healed,
                        Warmup = TimeSpan.FromMinutes(5),
                        Text = "Worse until 08:05 UTC.",
                    },
                    new() { Kind = AnomalyKind.Points, Arm = Arm.Canary, Statistic = 0.4, Points = [new(null, 900, double.PositiveInfinity, 0.02)] },
                ],
            },
        ],
    };
}
