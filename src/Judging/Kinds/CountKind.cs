using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;
using CanaryJudge.Judging.Stratifying;
using CanaryJudge.Statistics.Planning;
using CanaryJudge.Statistics.Special;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Judging.Kinds;

/// <summary>Events per exposure, such as restarts an hour: the conditional exact test and its interval, weakened when events come in bursts.</summary>
public sealed class CountKind : IMetricKind
{
    /// <inheritdoc />
    public string Name => "count";

    /// <inheritdoc />
    public IReadOnlyList<string> Measures { get; } = ["rate"];

    /// <inheritdoc />
    public IReadOnlyList<Measure.Quantile> DefaultGuards => [];

    /// <inheritdoc />
    public Finding Compare(MetricPlan plan, SeriesData? baseline, SeriesData? canary, double endLevel, CancellationToken cancellation)
    {
        var arms = EventArms.Prepare(plan, baseline, canary);
        double eb = arms.BaselineEvents, tb = arms.BaselineTotal, ec = arms.CanaryEvents, tc = arms.CanaryTotal;
        if (arms.Obstacle is null && eb + ec == 0 && plan.Margin.Absolute is null)
        {
            arms = arms with
            {
                Obstacle = new(ReasonCode.NeedsAbsoluteMargin, $"No events in either arm: a margin relative to nothing cannot be ruled out. Give {plan.Name} an absolute margin, as in {{absolute: 1}}."),
            };
        }

        return EventComparison.Of(
            plan,
            arms,
            (events, _) => events,
            () => ("conditional-exact", RateRatio.PValue(eb, tb, ec, tc, 1, Harmful.Alternative(plan.Direction))),
            d => RateDifference.Interval(eb / d, tb / d, ec / d, tc / d, endLevel),
            d => RateRatio.Interval(eb / d, tb / d, ec / d, tc / d, endLevel),
            () => Needed(plan, arms, endLevel),
            cancellation);
    }

    /// <inheritdoc />
    public Finding CompareWithin(MetricPlan plan, IReadOnlyList<Stratum> strata, string noun, double endLevel, CancellationToken cancellation) =>
        WithinStrata.Compare(new EventsWithin(EventMethods.Rates), this, plan, strata, noun, endLevel, cancellation);

    /// <summary>Canary events that would rule out the margin at an unchanged rate.</summary>
    private static double? Needed(MetricPlan plan, EventArms arms, double endLevel)
    {
        var rate = arms.BaselineEvents / arms.BaselineTotal;
        var margin = rate > 0 ? plan.Margin.At(rate) / rate : 0;
        if (!(margin > 0))
        {
            return null;
        }

        var ratio = plan.Direction == Direction.Decrease ? Math.Max(1 - margin, 1e-3) : 1 + margin;
        var share = SampleSize.CanaryShare(arms.BaselineTotal, arms.CanaryTotal);
        return SampleSize.Events(1, ratio, Gaussian.Critical(endLevel), share) * share;
    }
}
