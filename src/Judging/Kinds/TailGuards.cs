using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Judging.Kinds;

/// <summary>Quantiles as measures: which guards are in effect, which tail each looks at, and what they ask for before PASS.</summary>
internal static class TailGuards
{
    /// <summary>PASS never rests on fewer canary values.</summary>
    private const double FewestForPass = 100;

    /// <summary>A guard of the kind needs this many values beyond its quantile in one arm to be in effect.</summary>
    private const double BeyondToSpeak = 5;

    /// <summary>A guard needs this many canary values beyond its quantile before PASS.</summary>
    private const double BeyondToPass = 10;

    /// <summary>Tests a quantile: the quantile, whether beyond means below, what to look for.</summary>
    internal delegate Effect Test(double q, bool low, Alternative alternative);

    /// <summary>The guards where a policy names none.</summary>
    public static IReadOnlyList<Measure.Quantile> Defaults { get; } = [new(0.9), new(0.99)];

    /// <summary>The guards in effect: the policy's, else those for which one arm has enough values beyond.</summary>
    /// <param name="plan">The metric.</param>
    /// <param name="most">The values of the larger arm.</param>
    public static Measure.Quantile[] InEffect(MetricPlan plan, double most) =>
        [.. Of(plan).Where(g => g != plan.Measure as Measure.Quantile && (plan.Policy.Guards is not null || most * (1 - g.Q) >= BeyondToSpeak - 1e-9))];

    /// <summary>Whether the metric has guards beside its measure, be they in effect or not.</summary>
    public static bool Any(MetricPlan plan) => Of(plan).Any(g => g != plan.Measure as Measure.Quantile);

    /// <summary>The guards of a metric, be they in effect or not: the policy's, else those of its kind.</summary>
    public static IReadOnlyList<Measure.Quantile> Of(MetricPlan plan) => plan.Kind is "samples" or "histogram" ? plan.Policy.Guards ?? Defaults : [];

    /// <summary>The smallest number of canary values with which all of them had a chance to speak.</summary>
    public static double MinimumForPass(Measure.Quantile[] guards) =>
        guards.Length == 0 ? FewestForPass : Math.Max(FewestForPass, Math.Ceiling((BeyondToPass / (1 - guards.Max(g => g.Q))) - 1e-9));

    /// <summary>What the guards found.</summary>
    public static IReadOnlyList<Effect> Effects(MetricPlan plan, Measure.Quantile[] guards, Test test) =>
        [.. guards.SelectMany(g => Tails(plan.Direction, g.Q)).Select(t => test(t.Q, t.Low, Alternative.Greater))];

    /// <summary>What a quantile found as the primary measure.</summary>
    public static Effect Primary(MetricPlan plan, double q, Test test) =>
        test(q, plan.Direction == Direction.Decrease, plan.Direction == Direction.Either ? Alternative.Different : Alternative.Greater);

    /// <summary>The tails that a guard looks at: where less is worse the low one mirrors the high one; where any change is, both count.</summary>
    public static (double Q, bool Low)[] Tails(Direction direction, double q) => direction switch
    {
        Direction.Increase => [(q, false)],
        Direction.Decrease => [(Mirrored(q), true)],
        _ => [(q, false), (Mirrored(q), true)],
    };

    /// <summary>1 − q without the last digits' dirt, so that the mirror of 0.9 is named p10.</summary>
    private static double Mirrored(double q) => Math.Round(1 - q, 12);
}
