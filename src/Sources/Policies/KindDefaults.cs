using CanaryJudge.Judging.Config;

namespace CanaryJudge.Sources.Policies;

/// <summary>What holds where a policy says nothing, as far as it is known without the data.</summary>
internal static class KindDefaults
{
    private static readonly Allowance s_tolerance = new(0.05, null);
    private static readonly Allowance s_margin = new(0.25, null);

    /// <summary>The default tolerance, before it is held to half of a smaller margin.</summary>
    public static Allowance Tolerance(MetricPolicy metric) => InPoints(metric) ? s_tolerance with { Absolute = 0.001, InPoints = true } : s_tolerance;

    /// <summary>The default margin; of a metric without a stated kind nothing that a tolerance could be held against.</summary>
    public static Allowance Margin(MetricPolicy metric) => metric.Kind switch
    {
        null => Allowance.None,
        "count" => new(1, null),
        _ => InPoints(metric) ? s_margin with { Absolute = 0.005, InPoints = true } : s_margin,
    };

    /// <summary>The direction that holds: the stated one, else the name's.</summary>
    public static Direction DirectionOf(MetricPolicy metric) => metric.Direction ?? NameHints.Harm(metric.Name);

    private static bool InPoints(MetricPolicy metric) => metric.Kind == "ratio" && DirectionOf(metric) == Direction.Increase;
}
