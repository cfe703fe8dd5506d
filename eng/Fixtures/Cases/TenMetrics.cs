using CanaryJudge.Fixtures.Shapes;

namespace CanaryJudge.Fixtures.Cases;

/// <summary>Ten ordinary metrics of a service, a point a minute for two hours.</summary>
internal static class TenMetrics
{
    private static readonly (string Metric, double Level)[] s_usual =
    [
        ("cpu_percent", 45), ("memory_mb", 910), ("heap_mb", 420), ("threads", 85), ("gc_pause_ms", 12),
        ("p50_latency_ms", 38), ("p99_latency_ms", 240), ("queue_depth", 17), ("db_wait_ms", 6.5), ("payload_kb", 22),
    ];

    /// <summary>All ten, with one of them changed by a factor.</summary>
    public static IReadOnlyList<IShape> With(string changed = "", double factor = 1) =>
        [.. s_usual.Select(u => new Ar1Points(u.Metric, u.Level, 120) { Factor = u.Metric == changed ? factor : 1 })];

    /// <summary>A policy of all ten; one of them with more to it.</summary>
    public static IReadOnlyList<string> Policy(string metric = "", string more = "") =>
        [.. s_usual.Select(u => $"name: {u.Metric}, kind: points{(u.Metric == metric ? more : "")}")];

    /// <summary>What is right for each: PASS, but for one.</summary>
    public static string Expect(string changed = "") =>
        string.Join(", ", s_usual.Select(u => $"{u.Metric}: {(u.Metric == changed ? "FAIL" : "PASS")}"));
}
