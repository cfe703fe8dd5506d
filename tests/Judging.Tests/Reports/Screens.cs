using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Judging.Tests.Reports;

/// <summary>Judgements built by hand, one for each verdict.</summary>
public static class Screens
{
    private static readonly Warning Alike = new(WarningCode.DependentValues, "neighbouring points alike, counted as fewer");

    public static ReportStyle FailStyle { get; } = new()
    {
        Title = "checkout 1.9.4 → 1.10.0",
        Hint = "Dig in: canaryjudge judge data/fixtures/checkout-pool --report html=out.html",
        Offset = TimeSpan.FromHours(1),
    };

    public static ReportStyle PassStyle { get; } = new() { Title = "checkout 1.9.3 → 1.9.4", Offset = TimeSpan.FromHours(1) };

    public static ReportStyle InconclusiveStyle { get; } = new() { Title = "checkout 1.9.4 → 1.9.5" };

    public static Judgement Fail { get; } = new()
    {
        Verdict = Verdict.Fail,
        ReasonCode = ReasonCode.HarmProven,
        Reason = "The slowest 1% got slower: latency_ms p99 313 → 466 ms, +49% (at least +36%), since 14:16. "
            + "Also failing: errors 0.321% → 0.621%, +0.30 pp.",
        Score = 20,
        DecidedBy = ["latency_ms", "errors"],
        From = At(14, 02),
        To = At(14, 21),
        Metrics =
        [
            Latency(),
            Ratio("errors", Verdict.Fail, 0.0030, 0.0014, 0.0046) with
            {
                ReasonCode = ReasonCode.HarmProven,
                Effect = Share(0.0030, 0.0014, 0.0046) with { Baseline = 0.00321, Canary = 0.00621, PValue = 1.0 / 5_860, Alpha = 1.0 / 180 },
            },
            Ratio("conversion", Verdict.Inconclusive, 0.0018, -0.0120, 0.0155, Direction.Decrease) with { ReasonCode = ReasonCode.MarginNotRuledOut },
            Relative("gc_pauses", "count", "rate", Verdict.Pass, 0.041, -0.028, 0.12),
            Relative("cpu_percent", "points", "shift", Verdict.Pass, 0.023, 0.004, 0.043) with { Warnings = [Alike] },
            Relative("memory_mb", "points", "shift", Verdict.Pass, 0.014, 0.009, 0.020) with { Warnings = [Alike] },
            Relative("payload_kb", "samples", "shift", Verdict.Pass, -0.008, -0.0206, 0.005),
            Relative("log_warnings", "count", "rate", Verdict.Fail, 1.54, 1.29, 1.82) with { Muted = true },
        ],
    };

    public static Judgement Pass { get; } = new()
    {
        Verdict = Verdict.Pass,
        ReasonCode = ReasonCode.HarmRuledOut,
        Reason = "Harm that matters is ruled out in all 3 metrics.",
        Score = 100,
        From = At(13, 10),
        To = At(14, 55),
        Metrics =
        [
            Ratio("conversion", Verdict.Pass, -0.0002, -0.0027, 0.0023, Direction.Decrease),
            Relative("latency_ms", "samples", "shift", Verdict.Pass, -0.001, -0.004, 0.002) with
            {
                Margin = new(0.2, null),
                Baseline = new() { Count = 236_840 },
                Canary = new() { Count = 78_960 },
            },
            Ratio("errors", Verdict.Pass, -0.0003, -0.0007, 0.0002),
        ],
    };

    public static Judgement Inconclusive { get; } = new()
    {
        Verdict = Verdict.Inconclusive,
        ReasonCode = ReasonCode.MarginNotRuledOut,
        Reason = "Too little traffic: 300 canary requests. A rise of errors by up to 0.67 pp is still possible. "
            + "Needs about 2,300 more canary requests, about 15 min at 5%.",
        DecidedBy = ["errors"],
        Metrics =
        [
            Ratio("errors", Verdict.Inconclusive, 0.0011, -0.00457, 0.0067) with
            {
                ReasonCode = ReasonCode.MarginNotRuledOut,
                Needed = new(2_300, TimeSpan.FromMinutes(15)),
            },
            Ratio("conversion", Verdict.Inconclusive, 0.035, -0.0491, 0.12, Direction.Decrease) with
            {
                ReasonCode = ReasonCode.MarginNotRuledOut,
                Needed = new(250_000, TimeSpan.FromHours(28)),
                Warnings = [new(WarningCode.MarginOutOfReach, "cannot be decided in the time planned: 28 h at 5%; see canaryjudge plan")],
            },
            Relative("latency_ms", "samples", "shift", Verdict.Inconclusive, 0.034, -0.007, 0.075) with
            {
                Unit = "ms",
                Margin = new(0.2, null),
                ReasonCode = ReasonCode.GuardNeedsData,
                Needed = new(700, TimeSpan.FromMinutes(5)),
                Guards = [new() { Measure = "p90", Estimate = 3, PValue = 0.2 }, new() { Measure = "p99" }],
            },
        ],
    };

    private static MetricJudgement Latency() => new()
    {
        Name = "latency_ms",
        Kind = "samples",
        Unit = "ms",
        Critical = true,
        Tolerance = new(0.05, null),
        Margin = new(0.2, null),
        Verdict = Verdict.Fail,
        ReasonCode = ReasonCode.HarmProven,
        Reason = "The slowest 1% got slower: latency_ms p99 313 → 466 ms, +49% (at least +36%).",
        DecidedBy = "p99",
        Baseline = new() { Count = 49_920 },
        Canary = new() { Count = 7_080 },
        Effect = new() { Measure = "shift", RelativeEstimate = 0.016, RelativeLower = 0.004, RelativeUpper = 0.028, Estimate = 1.5, Baseline = 94 },
        Guards =
        [
            new()
            {
                Measure = "p99",
                Baseline = 313,
                Canary = 466,
                Estimate = 153,
                RelativeEstimate = 0.49,
                RelativeLower = 0.36,
                RelativeUpper = 0.60,
                PValue = 1e-9,
                Alpha = 1.0 / 240,
                Failed = true,
            },
        ],
    };

    private static MetricJudgement Relative(string name, string kind, string measure, Verdict verdict, double estimate, double lower, double upper) => new()
    {
        Name = name,
        Kind = kind,
        Tolerance = new(0.05, null),
        Margin = new(0.25, null),
        Verdict = verdict,
        ReasonCode = verdict == Verdict.Pass ? ReasonCode.HarmRuledOut : ReasonCode.HarmProven,
        DecidedBy = measure,
        Effect = new() { Measure = measure, RelativeEstimate = estimate, RelativeLower = lower, RelativeUpper = upper },
    };

    private static MetricJudgement Ratio(
        string name, Verdict verdict, double estimate, double lower, double upper, Direction direction = Direction.Increase) => new()
        {
            Name = name,
            Kind = "ratio",
            Direction = direction,
            Tolerance = new(null, 0.001) { InPoints = true },
            Margin = new(null, 0.005) { InPoints = true },
            Verdict = verdict,
            ReasonCode = ReasonCode.HarmRuledOut,
            DecidedBy = "rate",
            Effect = Share(estimate, lower, upper),
        };

    private static Effect Share(double estimate, double lower, double upper) =>
        new() { Measure = "rate", Estimate = estimate, Lower = lower, Upper = upper };

    private static DateTimeOffset At(int hour, int minute) => new(2026, 11, 23, hour, minute, 0, TimeSpan.FromHours(1));
}
