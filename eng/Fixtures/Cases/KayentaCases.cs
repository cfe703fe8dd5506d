using CanaryJudge.Fixtures.Shapes;

namespace CanaryJudge.Fixtures.Cases;

/// <summary>Data on which a known flaw of Kayenta's rules shows. The number in a name is the seed on which it does, of 30 that were tried.</summary>
internal static class KayentaCases
{
    /// <summary>The cases.</summary>
    public static IReadOnlyList<Case> List { get; } =
    [
        new("wandering-noise-5", "PASS", "No difference but noise that wanders: 120 pairs at autocorrelation 0.8 count as about 15, and those rule out 25%.")
        {
            Shows = "points whose noise stays for minutes; taken as 120 independent ones they look higher in the canary (the one seed of 30).",
            Data = [new Ar1Points("cpu_percent", 45, 120) { Phi = 0.8 }],
            Policy = ["name: cpu_percent, kind: points"],
        },
        new("ten-metrics-by-chance-6", "PASS", "Ten unchanged metrics share one error budget, so one that looks higher by chance fails nothing.")
        {
            Shows = "ten unchanged metrics, of which one alone would be significant (four seeds of 30).",
            Data = TenMetrics.With(),
            Policy = TenMetrics.Policy(),
            Metrics = TenMetrics.Expect(),
        },
        new("two-against-two", "INCONCLUSIVE", "Two points above two others: by chance alone that comes once in 6.")
        {
            Shows = "two points in each arm, the canary's both higher.",
            Data = [new Written("cpu_percent", [41, 44], [45, 46])],
            Policy = ["name: cpu_percent, kind: points"],
            ReasonCode = "NOT_ENOUGH_DATA",
        },
        new("missing-as-zero", "FAIL", "The policy says that a missing value is a zero, and the canary has none but missing ones: no orders at all.")
        {
            Shows = "a canary without rows, where missing is zero.",
            Data = [new Ar1Points("orders_rps", 45, 120) { CanarySilent = (0, 120) }],
            Policy = ["name: orders_rps, kind: points, missing: zero"],
        },
        new("small-unit", "FAIL", "Every lookup takes 50% longer, in seconds as in microseconds: the unit cannot matter.")
        {
            Shows = "lookups of ten microseconds, recorded in seconds, half as long again in the canary.",
            Data = [new LogNormalLatency("lookup_seconds", 600, 400) { Median = 0.00001, Factor = 1.5 }],
            Policy = ["name: lookup_seconds, kind: samples"],
        },
    ];
}
