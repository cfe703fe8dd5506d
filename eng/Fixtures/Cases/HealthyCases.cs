using CanaryJudge.Fixtures.Shapes;

namespace CanaryJudge.Fixtures.Cases;

/// <summary>Releases that changed nothing, or nothing that matters.</summary>
internal static class HealthyCases
{
    /// <summary>The cases.</summary>
    public static IReadOnlyList<Case> List { get; } =
    [
        new("healthy-latency", "PASS", "Both arms are drawn alike, and 2,000 canary requests rule out 25% in the middle and let the slowest 1% speak.")
        {
            Shows = "log-normal request latencies, 3,000 and 2,000 of them.",
            Data = [new LogNormalLatency("latency_ms", 3000, 2000)],
            Policy = ["name: latency_ms, kind: samples"],
        },
        new("healthy-mixture", "PASS", "Both arms miss the cache in 20% of requests; two humps are no harm as long as both arms have them.")
        {
            Shows = "latencies with two humps, cache hits near 18 ms and misses near 140 ms.",
            Data = [new MixtureLatency("latency_ms", 2400, 2000)],
            Policy = ["name: latency_ms, kind: samples"],
        },
        new("healthy-clusters", "PASS", "Both arms are drawn alike; counted per user 400 keys an arm rule out 25%.")
        {
            Shows = "six requests of each of 400 users an arm, alike within a user: the `cluster` column holds the key.",
            Data = [new UserLatency("latency_ms", 400, 6)],
            Policy = ["name: latency_ms, kind: samples, cluster: user"],
        },
        new("healthy-sessions", "PASS", "Both arms are drawn alike; ten requests of one visit are alike and no column says so, but minutes that scatter more than chance do (warning DEPENDENT_SAMPLES).")
        {
            Shows = "visits of ten requests within half a minute, without a key.",
            Data = [new UserLatency("latency_ms", 600, 10) { Session = 30 }],
            Policy = ["name: latency_ms, kind: samples"],
        },
        new("healthy-ar05", "PASS", "No difference but noise: 180 pairs at autocorrelation 0.5 and 10% noise are worth about 45, enough to rule out 25%.")
        {
            Shows = "minute points with a daily load that both arms share and noise of autocorrelation 0.5.",
            Data = [new Ar1Points("cpu_percent", 45, 180) { Noise = 0.1 }],
            Policy = ["name: cpu_percent, kind: points"],
        },
        new("healthy-ar08", "PASS", "No difference but noise: even if 180 pairs at autocorrelation 0.8 count as about 15, 5% noise leaves 25% far away.")
        {
            Shows = "as healthy-ar05, with noise of autocorrelation 0.8 that fools judges which take points as independent.",
            Data = [new Ar1Points("cpu_percent", 45, 180) { Phi = 0.8 }],
            Policy = ["name: cpu_percent, kind: points"],
        },
        new("healthy-availability", "PASS", "Both arms dip by a few tenths in one minute of ten; half a percentage point more is ruled out.")
        {
            Shows = "a percentage that is exactly 100 in nine minutes of ten.",
            Data = [new Availability("availability_percent", 120)],
            Policy = ["name: availability_percent, kind: points, direction: decrease"],
        },
        new("healthy-errors", "PASS", "Both arms fail 1% of requests; 240,000 an arm put the difference well below 0.1 percentage points.")
        {
            Shows = "errors of requests per minute, each request on its own.",
            Data = [new SteadyRatio("errors", 120, 0.01)],
            Policy = ["name: errors, kind: ratio"],
        },
        new("healthy-bursty-errors", "PASS", "Bad minutes fall on both arms by the same chance; counted with their scatter six hours still rule out 0.5 percentage points.")
        {
            Shows = "one minute in ten of either arm has four times the errors: a test that takes errors as independent alarms too often.",
            Data = [new BurstyErrors("errors", 360)],
            Policy = ["name: errors, kind: ratio, tolerance: 0.2pp, margin: 0.5pp"],
        },
        new("healthy-rare-counts", "PASS", "About 145 restarts in each arm at the same rate: twice the rate is ruled out, and half as many more is tolerated.")
        {
            Shows = "one restart in five minutes over twelve hours.",
            Data = [new RareCounts("restarts", 720, 0.2)],
            Policy = ["name: restarts, kind: count, tolerance: 50%, margin: 100%"],
        },
        new("healthy-histogram", "PASS", "Both arms are drawn alike; 18,000 requests an arm settle the middle and the tail to the width of a bucket.")
        {
            Shows = "Prometheus buckets, cumulative within each minute.",
            Data = [new HistogramLatency("latency_seconds", 60)],
            Policy = ["name: latency_seconds, kind: histogram"],
        },
        new("histogram-other-bounds", "PASS", "The canary's new library has coarser buckets: added up to the bounds that both have, nothing differs (warning BUCKETS_MERGED).")
        {
            Shows = "Prometheus buckets with other bounds in the canary.",
            Data = [new HistogramLatency("latency_seconds", 60) { CanaryBounds = [0.05, 0.1, 0.15, 0.2, 0.25, 1, 2.5, double.PositiveInfinity] }],
            Policy = ["name: latency_seconds, kind: histogram"],
        },
        new("healthy-conversion", "PASS", "Both arms convert 5% of visits; about 200,000 visits an arm put a fall of 25% out of the question.")
        {
            Shows = "conversions of visits, where a decrease is harm.",
            Data = [new SteadyRatio("conversion", 120, 0.05) { Requests = (1700, 1700) }],
            Policy = ["name: conversion, kind: ratio, direction: decrease"],
        },
        new("healthy-checkout", "PASS", "Nothing changed in any of the four, and each has the data to rule out its margin.")
        {
            Shows = "four kinds of metrics judged together.",
            Data = Checkout,
            Policy = CheckoutPolicy,
            Metrics = "latency_ms: PASS, errors: PASS, cpu_percent: PASS, conversion: PASS",
        },
        new("small-shift", "PASS", "A rise of 1.4% is below the tolerance of 5%: real perhaps, but not worth a rollback.")
        {
            Shows = "CPU up by 1.4%.",
            Data = [new Ar1Points("cpu_percent", 45, 180) { Noise = 0.04, Factor = 1.014 }],
            Policy = ["name: cpu_percent, kind: points"],
        },
        new("better-release", "PASS", "Every request is 20% faster: a change, but not in the direction of harm.")
        {
            Shows = "an improvement, which a test for any difference would fail.",
            Data = [new LogNormalLatency("latency_ms", 2400, 1600) { Factor = 0.8 }],
            Policy = ["name: latency_ms, kind: samples"],
        },
        new("spread-narrower", "PASS", "The spread halves around the same median, so the slow tail gets faster: worth the warning SPREAD_CHANGED, no harm.")
        {
            Shows = "half the spread, same median.",
            Data = [new LogNormalLatency("latency_ms", 2400, 1600) { CanarySigma = 0.2 }],
            Policy = ["name: latency_ms, kind: samples"],
        },
        new("spread-only-points", "PASS", "The level is the same; a point a minute has no tail to guard, so noise twice as strong only asks for more points, and 180 do.")
        {
            Shows = "points whose noise doubles around the same level.",
            Data = [new Ar1Points("cpu_percent", 45, 180) { CanaryNoise = 0.1 }],
            Policy = ["name: cpu_percent, kind: points"],
        },
    ];

    /// <summary>The data of an unchanged checkout service.</summary>
    internal static IReadOnlyList<IShape> Checkout =>
    [
        new LogNormalLatency("latency_ms", 2400, 2000) { Minutes = 120 },
        new SteadyRatio("errors", 120, 0.008),
        new Ar1Points("cpu_percent", 38, 120),
        new SteadyRatio("conversion", 120, 0.05) { Requests = (1700, 1700) },
    ];

    private static IReadOnlyList<string> CheckoutPolicy =>
    [
        "name: latency_ms, kind: samples, critical: true",
        "name: errors, kind: ratio, margin: 0.5pp, group: errors",
        "name: cpu_percent, kind: points",
        "name: conversion, kind: ratio, direction: decrease",
    ];
}
