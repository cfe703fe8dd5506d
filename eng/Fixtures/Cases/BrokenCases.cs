using CanaryJudge.Fixtures.Shapes;

namespace CanaryJudge.Fixtures.Cases;

/// <summary>Releases broken in the ways in which releases break.</summary>
internal static class BrokenCases
{
    /// <summary>The cases.</summary>
    public static IReadOnlyList<Case> List { get; } =
    [
        Latency("shift", "every request takes 28% longer.",
            "28% on every request is far outside the noise of 2,000 requests and above the tolerance of 5%.",
            new LogNormalLatency("latency_ms", 2400, 1600) { Factor = 1.28 }),
        Latency("tail-only", "5% of requests take five to ten times as long; the median stays.",
            "A test of the middle sees nothing, but one request in twenty waits a second: the guards at p90 and p99 must fail it.",
            new LogNormalLatency("latency_ms", 2400, 1600) { SlowShare = 0.05 }),
        Latency("wobble-heals", "requests take three times as long from minute 6 to minute 18 of 60, then all is well.",
            "Users waited for a fifth of the time: what is judged is the whole window, and its tail is clearly worse. If the start is known to be slow, `warmup` says so.",
            new LogNormalLatency("latency_ms", 2400, 1800) { Minutes = 60, Factor = 3, Part = (0.1, 0.3) }),
        Latency("spread-only", "the spread doubles around the same median.",
            "The median stays, but the slowest 10% take about 1.7 times as long: for latency a wider spread is a slower tail, and that is harm.",
            new LogNormalLatency("latency_ms", 2400, 1600) { CanarySigma = 0.8 }),
        new("pool", "FAIL", "15% of users wait four times as long: per user the middle hardly moves, the slowest 10% of users do.")
        {
            Shows = "a broken connection pool: some users are slow in each of their requests.",
            Data = [new UserLatency("latency_ms", 400, 6) { Broken = 0.15 }],
            Policy = ["name: latency_ms, kind: samples, cluster: user"],
            Metrics = "latency_ms: FAIL",
        },
        new("histogram-tail", "FAIL", "5% of requests take five to ten times as long and land in the high buckets: the guards must fail it.")
        {
            Shows = "tail-only as Prometheus buckets.",
            Data = [new HistogramLatency("latency_seconds", 60) { SlowShare = 0.05 }],
            Policy = ["name: latency_seconds, kind: histogram"],
        },
        new("errors-up", "FAIL", "Errors treble from 0.5% to 1.5%, a whole percentage point more, in 24,000 requests an arm.")
        {
            Shows = "three times the errors, evenly over the hour.",
            Data = [new SteadyRatio("errors", 60, 0.005) { CanaryRate = 0.015, Requests = (400, 400) }],
            Policy = ["name: errors, kind: ratio"],
        },
        new("errors-burst", "FAIL", "For 20 of 120 minutes 8% of the canary's requests fail: far more than the usual bad minutes, also when these are counted as bursts.")
        {
            Shows = "a burst of errors in one arm, beside the small ones that both have.",
            Data = [new BurstyErrors("errors", 120) { Burst = (40, 60) }],
            Policy = ["name: errors, kind: ratio"],
        },
        new("slow-leak", "FAIL", "By the end of the day the canary holds 60% more memory, 30% more on average; a day of minutes proves it although neighbours are alike.")
        {
            Shows = "memory that grows evenly from the baseline's level. Over a few hours a steady climb is worth about three independent values, so INCONCLUSIVE would be honest there.",
            Data = [new Ar1Points("memory_mb", 900, 1440) { Growth = 0.6, Noise = 0.03, Phi = 0.8, Load = 0.1 }],
            Policy = ["name: memory_mb, kind: points"],
        },
        new("conversion-drop", "FAIL", "Conversion falls by a fifth, from 5% to 4%, in 102,000 visits an arm.")
        {
            Shows = "fewer good events: the direction of harm is decrease.",
            Data = [new SteadyRatio("conversion", 60, 0.05) { CanaryRate = 0.04, Requests = (1700, 1700) }],
            Policy = ["name: conversion, kind: ratio, direction: decrease"],
        },
        new("restarts", "FAIL", "Restarts come four times as often: about 10 against about 40 in four hours happens less than once in 10,000 by chance.")
        {
            Shows = "rare events that become less rare.",
            Data = [new RareCounts("restarts", 240, 0.04) { CanaryRate = 0.16 }],
            Policy = ["name: restarts, kind: count"],
        },
        new("availability-drop", "FAIL", "From 100 to 95 is a fall of 5% of the value but a hundred times the failures: a share near its ceiling is judged by what is lacking.")
        {
            Shows = "availability of 95 +- 1 beside a baseline that is 100 in most minutes.",
            Data = [new Availability("availability_percent", 60) { Lacking = 5 }],
            Policy = ["name: availability_percent, kind: points, direction: decrease"],
        },
        new("cache-misses", "FAIL", "Requests that miss the cache go from 20% to 40%; the median request still hits, the slowest 40% do not.")
        {
            Shows = "more of the slow hump of healthy-mixture.",
            Data = [new MixtureLatency("latency_ms", 2400, 1800) { CanaryMisses = 0.4 }],
            Policy = ["name: latency_ms, kind: samples"],
        },
        new("checkout-pool", "FAIL", "Latency and errors break for a part of the users and are both named; the muted log metric decides nothing.")
        {
            Shows = "a broken pool as seen by eight metrics; conversion has too little traffic to say (most likely INCONCLUSIVE).",
            Data =
            [
                new LogNormalLatency("latency_ms", 3600, 1500) { SlowShare = 0.05, SlowBy = (3, 6) },
                new SteadyRatio("errors", 30, 0.003) { CanaryRate = 0.012, Requests = (1200, 400) },
                new SteadyRatio("conversion", 30, 0.06) { Requests = (60, 20) },
                new RareCounts("gc_pauses", 30, 12),
                new Ar1Points("cpu_percent", 38, 30) { Phi = 0.2 },
                new Ar1Points("memory_mb", 900, 30) { Noise = 0.02, Phi = 0.2 },
                new Ar1Points("payload_kb", 22, 30) { Phi = 0.2 },
                new SteadyRatio("log_warnings", 30, 0.01) { CanaryRate = 0.03, Requests = (1200, 400) },
            ],
            Policy =
            [
                "name: latency_ms, kind: samples, margin: 20%, critical: true",
                "name: errors, kind: ratio, margin: 0.5pp, group: errors",
                "name: conversion, kind: ratio, direction: decrease, tolerance: 0.1pp, margin: 0.5pp",
                "name: gc_pauses, kind: count",
                "name: cpu_percent, kind: points",
                "name: memory_mb, kind: points",
                "name: payload_kb, kind: points",
                "name: log_warnings, kind: ratio, muted: true",
            ],
            ReasonCode = "CRITICAL_METRIC_FAILED",
            Metrics = "latency_ms: FAIL, errors: FAIL, cpu_percent: PASS, memory_mb: PASS, payload_kb: PASS, log_warnings: FAIL",
        },
    ];

    private static Case Latency(string name, string shows, string why, LogNormalLatency data) => new(name, "FAIL", why)
    {
        Shows = shows,
        Data = [data],
        Policy = ["name: latency_ms, kind: samples"],
        ReasonCode = "HARM_PROVEN",
        Metrics = "latency_ms: FAIL",
    };
}
