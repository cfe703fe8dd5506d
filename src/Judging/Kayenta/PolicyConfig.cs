using CanaryJudge.Judging.Config;

namespace CanaryJudge.Judging.Kayenta;

/// <summary>What the words of an ordinary policy are for Kayenta.</summary>
/// <remarks>
/// A metric without a group is a group of its own; a group weighs what its metrics do together, in percent of all that count. What has no
/// counterpart (margin, guards, method, ...) has no part; the reader of policies warns of it.
/// </remarks>
public static class PolicyConfig
{
    /// <summary>The thresholds where nobody names any.</summary>
    public static ScoreRule DefaultThresholds { get; } = new(95, 75);

    /// <summary>The config of a policy: the one that was given as the policy, else one made from its metrics.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="metrics">Its metrics; those in the data where it names none.</param>
    public static KayentaConfig Of(Policy policy, IReadOnlyList<MetricPolicy> metrics) => policy.CanaryConfig ?? Of(metrics);

    private static KayentaConfig Of(IReadOnlyList<MetricPolicy> metrics)
    {
        var counted = metrics.Where(m => !m.Muted).ToArray();
        var whole = counted.Sum(m => m.Weight);
        var weights = counted.GroupBy(Group, StringComparer.Ordinal).ToDictionary(g => g.Key, g => 100 * g.Sum(m => m.Weight) / whole, StringComparer.Ordinal);
        return new([.. metrics.Select(Metric)], weights);
    }

    private static KayentaMetric Metric(MetricPolicy metric) => new(metric.Name)
    {
        Groups = [Group(metric)],
        Direction = metric.Direction ?? NameHints.Harm(metric.Name),
        ReplacesNan = metric.Missing == Missing.Zero,
        MustHaveData = metric.Missing == Missing.Fail,
        RemovesOutliers = metric.Outliers == Outliers.Remove,
        Critical = metric.Critical,
        Muted = metric.Muted,
        Effect = metric.Tolerance?.Relative is { } tolerance
            ? KayentaEffect.MeanRatio with { AllowedIncrease = 1 + tolerance, AllowedDecrease = 1 - tolerance }
            : KayentaEffect.MeanRatio,
    };

    private static string Group(MetricPolicy metric) => metric.Group.Length > 0 ? metric.Group : metric.Name;
}
