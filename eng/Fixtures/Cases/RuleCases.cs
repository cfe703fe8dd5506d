using CanaryJudge.Fixtures.Shapes;

namespace CanaryJudge.Fixtures.Cases;

/// <summary>How several metrics, the policy's words and little traffic make a verdict.</summary>
internal static class RuleCases
{
    /// <summary>The cases.</summary>
    public static IReadOnlyList<Case> List { get; } =
    [
        new("ten-metrics-healthy", "PASS", "Nothing changed; ten looks at one budget must not add up to an alarm.")
        {
            Shows = "ten unchanged metrics.",
            Data = TenMetrics.With(),
            Policy = TenMetrics.Policy(),
            Metrics = TenMetrics.Expect(),
        },
        new("ten-metrics-one-regressed", "FAIL", "db_wait_ms rises by 30% and is the only one to be named; the other nine pass.")
        {
            Shows = "one of ten metrics truly worse.",
            Data = TenMetrics.With("db_wait_ms", 1.3),
            Policy = TenMetrics.Policy(),
            ReasonCode = "HARM_PROVEN",
            Metrics = TenMetrics.Expect("db_wait_ms"),
        },
        new("critical-metric", "FAIL", "The score of 90 would do, but the metric that failed is critical, and that fails in every policy.")
        {
            Shows = "a critical metric worse by 30% under a policy that decides by score.",
            Data = TenMetrics.With("p99_latency_ms", 1.3),
            Policy = TenMetrics.Policy("p99_latency_ms", ", critical: true"),
            Decide = "{score: {pass: 80, marginal: 60}}",
            ReasonCode = "CRITICAL_METRIC_FAILED",
            Metrics = TenMetrics.Expect("p99_latency_ms"),
        },
        new("muted-metric", "PASS", "payload_kb is worse by half but muted: it is shown as failing and decides nothing.")
        {
            Shows = "the only broken metric is muted.",
            Data = TenMetrics.With("payload_kb", 1.5),
            Policy = TenMetrics.Policy("payload_kb", ", muted: true"),
            Metrics = TenMetrics.Expect("payload_kb"),
        },
        new("score-rule", "PASS", "Nine of ten metrics of equal weight pass: 90 of 100, and the policy asks for 80.")
        {
            Shows = "decide by score: one failing metric is forgiven.",
            Data = TenMetrics.With("payload_kb", 1.4),
            Policy = TenMetrics.Policy(),
            Decide = "{score: {pass: 80, marginal: 60}}",
            Metrics = TenMetrics.Expect("payload_kb"),
        },
        new("score-marginal", "INCONCLUSIVE", "Nine of ten metrics pass: 90 is below the 95 that the policy asks for and above its marginal 75.")
        {
            Shows = "decide by score, between the two marks.",
            Data = TenMetrics.With("payload_kb", 1.4),
            Policy = TenMetrics.Policy(),
            Decide = "{score: {pass: 95, marginal: 75}}",
            ReasonCode = "SCORE_BELOW_PASS",
            Metrics = TenMetrics.Expect("payload_kb"),
        },
        new("score-below", "FAIL", "The failing metric weighs 9 of 18, so the score is 50, below the marginal 75.")
        {
            Shows = "decide by score with a heavy metric.",
            Data = TenMetrics.With("payload_kb", 1.4),
            Policy = TenMetrics.Policy("payload_kb", ", weight: 9"),
            Decide = "{score: {pass: 95, marginal: 75}}",
            ReasonCode = "SCORE_BELOW_PASS",
            Metrics = TenMetrics.Expect("payload_kb"),
        },
        new("all-muted", "INCONCLUSIVE", "Every metric is muted, so nothing decides; that must not read as a PASS.")
        {
            Shows = "a policy that mutes all that it names.",
            Data = [new Ar1Points("cpu_percent", 45, 120)],
            Policy = ["name: cpu_percent, kind: points, muted: true"],
            ReasonCode = "NOTHING_TO_JUDGE",
        },
        new("missing-fail", "FAIL", "The canary sends no latency, and the policy says that silence is a failure.")
        {
            Shows = "a metric that the canary lacks, under `missing: fail`.",
            Data = [new Ar1Points("p99_latency_ms", 240, 120) { CanarySilent = (0, 120) }, new Ar1Points("cpu_percent", 45, 120)],
            Policy = ["name: p99_latency_ms, kind: points, missing: fail", "name: cpu_percent, kind: points"],
            ReasonCode = "MISSING_BY_POLICY",
            Metrics = "p99_latency_ms: FAIL, cpu_percent: PASS",
        },
        new("either-direction", "FAIL", "Answers shrink by a fifth: faster would be fine, but a size that should not change at all has lost something.")
        {
            Shows = "a fall where any change is harm.",
            Data = [new LogNormalLatency("payload_kb", 1600, 1200) { Factor = 0.8 }],
            Policy = ["name: payload_kb, kind: samples, direction: either"],
            ReasonCode = "HARM_PROVEN",
        },
        new("low-traffic", "INCONCLUSIVE", "About 100 canary requests cannot rule out 0.5 percentage points of errors: some 1,000 more would in half of all draws, some 2,500 in nine of ten, which is three to eight hours at this pace.")
        {
            Shows = "a canary with 5 requests a minute for 20 minutes, unchanged. By chance alone it fails in about 2% of draws.",
            Data = [new SteadyRatio("errors", 20, 0.005) { Requests = (95, 5) }],
            Policy = ["name: errors, kind: ratio"],
            ReasonCode = "MARGIN_NOT_RULED_OUT",
        },
        new("guard-waits", "INCONCLUSIVE", "400 canary requests rule out 25% in the middle, but have only four values beyond p99: 600 more let the slowest 1% speak.")
        {
            Shows = "enough traffic for the median, too little for the tail.",
            Data = [new LogNormalLatency("latency_ms", 2400, 400)],
            Policy = ["name: latency_ms, kind: samples"],
            ReasonCode = "GUARD_NEEDS_DATA",
        },
        new("different-intervals", "PASS", "The same level, seen every 60 s and every 30 s: averaged over the coarser interval nothing differs (warning DIFFERENT_INTERVALS).")
        {
            Shows = "arms scraped at different intervals.",
            Data = [new Ar1Points("cpu_percent", 45, 180) { Seconds = (60, 30) }],
            Policy = ["name: cpu_percent, kind: points"],
        },
        new("warmup", "PASS", "The canary is slow only in its first five minutes, cold caches that the policy leaves out by `warmup: 5m`.")
        {
            Shows = "latency four times and CPU three times as high in the first five minutes (warning WARMUP_TRIMMED).",
            Data =
            [
                new LogNormalLatency("latency_ms", 2400, 2000) { Minutes = 60, Factor = 4, Part = (0, 5.0 / 60) },
                new Ar1Points("cpu_percent", 45, 60) { Factor = 3, OnlyFirstMinutes = 5 },
            ],
            Policy = ["name: latency_ms, kind: samples, warmup: 5m", "name: cpu_percent, kind: points, warmup: 5m"],
        },
        new("split-off", "PASS", "Errors are alike, and that is what is judged; but the canary has 3.5% of the traffic where 5% were meant (warning SPLIT_MISMATCH), so some users got lost on the way to it.")
        {
            Shows = "a canary with less traffic than its split says.",
            Data = [new SteadyRatio("errors", 180, 0.01) { Requests = (2895, 105) }],
            Policy = ["name: errors, kind: ratio"],
            Split = "5%",
        },
        new("split-withholds-pass", "INCONCLUSIVE", "The same where the policy does not trust a PASS of a canary that lost users.")
        {
            Shows = "a canary with less traffic than its split says, under `mismatch: inconclusive`.",
            Data = [new SteadyRatio("errors", 180, 0.01) { Requests = (2895, 105) }],
            Policy = ["name: errors, kind: ratio"],
            Split = "{canary: 5%, mismatch: inconclusive}",
            ReasonCode = "SPLIT_MISMATCH",
            Metrics = "errors: PASS",
        },
        new("split-as-meant", "PASS", "5% were meant and 5% came, so nothing is withheld.")
        {
            Shows = "traffic that is split as the policy says.",
            Data = [new SteadyRatio("errors", 180, 0.01) { Requests = (2850, 150) }],
            Policy = ["name: errors, kind: ratio"],
            Split = "{canary: 5%, mismatch: inconclusive}",
        },
        new("old-baseline", "PASS", "Both weeks are drawn alike, so PASS is right here, but with the warning DIFFERENT_TIMES: no promise covers arms a week apart.")
        {
            Shows = "a baseline of last week's Monday beside today's canary.",
            Data =
            [
                new LogNormalLatency("latency_ms", 2400, 2000) { BaselineDaysBefore = 7 },
                new Ar1Points("cpu_percent", 45, 180) { BaselineDaysBefore = 7, Load = 0 },
            ],
            Policy = ["name: latency_ms, kind: samples", "name: cpu_percent, kind: points"],
        },
    ];
}
