namespace CanaryJudge.Judging.Config;

/// <summary>What a metric's name says about it, used only where the policy says nothing.</summary>
public static class NameHints
{
    private static readonly string[] GoodThings =
        ["availability", "success", "uptime", "conversion", "throughput", "hit_ratio", "hit_rate", "apdex", "engagement", "clicks", "orders", "revenue", "_rps", "_qps"];

    private static readonly string[] BadThings = ["error", "fail", "latency", "duration", "restart", "timeout", "reject", "drop", "loss", "abandon", "un"];

    private static readonly (string Suffix, string Unit)[] Units =
    [
        ("_ms", "ms"), ("_milliseconds", "ms"), ("_us", "µs"), ("_microseconds", "µs"), ("_ns", "ns"), ("_s", "s"), ("_seconds", "s"), ("_sec", "s"),
        ("_bytes", "B"), ("_kb", "kB"), ("_kib", "KiB"), ("_mb", "MB"), ("_mib", "MiB"), ("_gb", "GB"), ("_gib", "GiB"),
        ("_percent", "%"), ("_pct", "%"), ("_rps", "/s"), ("_qps", "/s"), ("_per_second", "/s"),
    ];

    /// <summary>Which way is worse: less of what is good by its name, more of anything else.</summary>
    /// <param name="metric">The metric's name.</param>
    public static Direction Harm(string metric)
    {
        var words = metric.ToLowerInvariant();
        return Array.Exists(GoodThings, g => Holds(words, g)) && !Array.Exists(BadThings[..^1], b => Holds(words, b)) && !words.StartsWith(BadThings[^1], StringComparison.Ordinal)
            ? Direction.Decrease
            : Direction.Increase;
    }

    /// <summary>The unit that the name ends in; empty when it names none.</summary>
    /// <param name="metric">The metric's name.</param>
    public static string Unit(string metric)
    {
        var words = metric.ToLowerInvariant();
        return Array.Find(Units, u => words.EndsWith(u.Suffix, StringComparison.Ordinal)).Unit ?? "";
    }

    /// <summary>Whether the name speaks of a share that is normally near its ceiling: availability, success, uptime.</summary>
    /// <param name="metric">The metric's name.</param>
    public static bool IsNearCeiling(string metric)
    {
        var words = metric.ToLowerInvariant();
        return Harm(metric) == Direction.Decrease && (Holds(words, "availability") || Holds(words, "success") || Holds(words, "uptime"));
    }

    private static bool Holds(string words, string part) => words.Contains(part, StringComparison.Ordinal);
}
