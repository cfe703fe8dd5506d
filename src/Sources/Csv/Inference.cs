using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Csv;

/// <summary>What a metric's name tells about it.</summary>
public static class Inference
{
    /// <summary>Comes first: <c>conversion_errors</c> is worse when it rises.</summary>
    private static readonly string[] s_riseIsHarm = ["*error*", "*fail*", "*unavailab*", "*latency*"];

    private static readonly string[] s_fallIsHarm =
        ["*conversion*", "*availability*", "*success*", "*throughput*", "*_rps", "*uptime*", "*hit_ratio*"];

    private static readonly string[] s_counted = ["*_total", "*restarts*", "*_count", "*errors*"];

    /// <summary>Which way is worse, by the name; increase where the name tells nothing. Case does not matter.</summary>
    public static Direction DirectionOf(string metric) =>
        !Matches(metric, s_riseIsHarm) && Matches(metric, s_fallIsHarm) ? Direction.Decrease : Direction.Increase;

    /// <summary>Whether the name is one of counted events. Case does not matter.</summary>
    public static bool IsCounted(string metric) => Matches(metric, s_counted);

    private static bool Matches(string metric, string[] patterns) => patterns.Any(p => Matches(metric, p));

    private static bool Matches(string metric, string pattern)
    {
        var word = pattern.AsSpan().Trim('*');
        return pattern.EndsWith('*')
            ? metric.AsSpan().Contains(word, StringComparison.OrdinalIgnoreCase)
            : metric.AsSpan().EndsWith(word, StringComparison.OrdinalIgnoreCase);
    }
}
