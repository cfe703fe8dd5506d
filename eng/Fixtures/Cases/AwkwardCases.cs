using CanaryJudge.Fixtures.Shapes;

namespace CanaryJudge.Fixtures.Cases;

/// <summary>Data as they come on a bad day: each has its own named reason or warning.</summary>
internal static class AwkwardCases
{
    /// <summary>The cases.</summary>
    public static IReadOnlyList<Case> List { get; } =
    [
        new("constant-arms", "PASS", "Both arms are 4 in each of 60 common intervals: nothing changed (warning ZERO_VARIANCE).")
        {
            Shows = "points that never move, equal in both arms.",
            Data = [new Written("replicas", Same(4, 60), Same(4, 60))],
            Policy = ["name: replicas, kind: points"],
        },
        new("constant-different", "INCONCLUSIVE", "4 against 5, always: surely different, but without any noise there is nothing to test the difference against, so a person decides.")
        {
            Shows = "points that never move, at another value in the canary.",
            Data = [new Written("replicas", Same(4, 60), Same(5, 60))],
            Policy = ["name: replicas, kind: points"],
            ReasonCode = "ZERO_VARIANCE",
        },
        new("empty-canary", "INCONCLUSIVE", "The canary sent nothing: silence is not health. Is it up, and does it send these metrics?")
        {
            Shows = "a canary without rows.",
            Data = [new LogNormalLatency("latency_ms", 500, 0), new Written("restarts", [0, 0, 1, 0, 0, 0, 0, 1, 0, 0], [])],
            Policy = ["name: latency_ms, kind: samples", "name: restarts, kind: count"],
            ReasonCode = "ONE_ARM_EMPTY",
        },
        new("no-data", "INCONCLUSIVE", "There is nothing to judge, and no data is never a PASS.")
        {
            Shows = "a header without rows.",
            Data = [],
            Policy = ["name: latency_ms, kind: samples"],
            ReasonCode = "NO_DATA",
        },
        new("nan-values", "PASS", "NaN is a missing value: one in twenty is lost in both arms alike, the rest is unchanged (warning NAN_DROPPED).")
        {
            Shows = "NaN among samples and points.",
            Data = [new LogNormalLatency("latency_ms", 2500, 2000) { Lost = 0.05 }, new Ar1Points("cpu_percent", 45, 180) { Lost = 0.05 }],
            Policy = ["name: latency_ms, kind: samples", "name: cpu_percent, kind: points"],
        },
        new("infinite-values", "PASS", "An infinity is no measurement: one point in twenty is one in both arms alike, the rest is unchanged (warning INFINITY_DROPPED).")
        {
            Shows = "infinities among points, as a division by zero in a query gives them.",
            Data = [new Ar1Points("cpu_percent", 45, 180) { Lost = 0.05, LostAs = double.PositiveInfinity }],
            Policy = ["name: cpu_percent, kind: points"],
        },
        new("canary-gap", "PASS", "In the three hours that both arms have nothing differs; the canary's silent hour is said (warning MISSING_DATA), not guessed.")
        {
            Shows = "a canary whose exporter is silent for one hour of four.",
            Data = [new Ar1Points("cpu_percent", 45, 240) { CanarySilent = (90, 150) }],
            Policy = ["name: cpu_percent, kind: points"],
        },
        new("tiny-n", "INCONCLUSIVE", "Two values against two: even the clearest order comes by chance once in 6 (three against three just reach 1 in 20), and two points are fewer than the eight a comparison needs.")
        {
            Shows = "two values in each arm.",
            Data = [new Written("latency_ms", [120, 95], [151, 143]), new Written("cpu_percent", [41, 44], [43, 42])],
            Policy = ["name: latency_ms, kind: samples", "name: cpu_percent, kind: points"],
            ReasonCode = "NOT_ENOUGH_DATA",
        },
        new("unsorted-duplicates", "PASS", "Sorted, and with repeated equal rows dropped, nothing differs (warnings OUT_OF_ORDER and DUPLICATES_DROPPED).")
        {
            Shows = "rows in random order, one in ten twice.",
            Data =
            [
                new Disturbed(new Ar1Points("cpu_percent", 45, 180)) { Repeated = 0.1 },
                new Disturbed(new SteadyRatio("errors", 120, 0.01)) { Repeated = 0.1 },
            ],
            Policy = ["name: cpu_percent, kind: points", "name: errors, kind: ratio"],
            KeepOrder = true,
        },
        new("conflicting-values", "INCONCLUSIVE", "Some intervals have two different values: which one is true cannot be guessed.")
        {
            Shows = "two exporters under one name.",
            Data = [new Disturbed(new Ar1Points("cpu_percent", 45, 60)) { Repeated = 0.1, Conflicting = true }],
            Policy = ["name: cpu_percent, kind: points"],
            ReasonCode = "CONFLICTING_VALUES",
        },
        new("no-policy", "PASS", "Nothing changed; kinds and directions follow from columns, spacing and names, and the defaults have enough data.")
        {
            Shows = "four metrics and no policy (warning INFERRED).",
            Data = HealthyCases.Checkout,
            Metrics = "latency_ms: PASS, errors: PASS, cpu_percent: PASS, conversion: PASS",
        },
        new("pair-wide", "PASS", "Nothing changed in three hours of points.")
        {
            Shows = "`baseline.csv` and `canary.csv`, a column per metric, as dashboards export.",
            Data =
            [
                new Ar1Points("cpu_percent", 45, 180), new Ar1Points("memory_mb", 910, 180) { Noise = 0.03 }, new Ar1Points("p99_latency_ms", 240, 180),
            ],
            Policy = ["name: cpu_percent, kind: points", "name: memory_mb, kind: points", "name: p99_latency_ms, kind: points"],
            Wide = true,
        },
        new("unix-times", "PASS", "Nothing changed; Unix seconds are times like others, control is the baseline and experiment the canary.")
        {
            Shows = "times and arms as other tools spell them.",
            Data = [new Respelled(new Ar1Points("cpu_percent", 45, 120))],
            Policy = ["name: cpu_percent, kind: points"],
        },
        new("zero-baseline", "PASS", "No error in some 60,000 requests an arm and no kill in four hours: a rise to the absolute margins is ruled out, relative ones would mean nothing.")
        {
            Shows = "two metrics that are zero throughout.",
            Data = [new SteadyRatio("errors", 30, 0), new RareCounts("oom_kills", 240, 0)],
            Policy = ["name: errors, kind: ratio", "name: oom_kills, kind: count, margin: {absolute: 0.05}"],
        },
        new("zero-events", "INCONCLUSIVE", "No kill in either arm, and the policy gives no absolute margin: twice nothing is nothing, so nothing can be ruled out.")
        {
            Shows = "a count without events under a relative margin.",
            Data = [new RareCounts("oom_kills", 240, 0)],
            Policy = ["name: oom_kills, kind: count"],
            ReasonCode = "NEEDS_ABSOLUTE_MARGIN",
        },
    ];

    private static double[] Same(double value, int times) => [.. Enumerable.Repeat(value, times)];
}
