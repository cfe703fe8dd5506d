using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;
using CanaryJudge.Judging.Stratifying;
using CanaryJudge.Statistics.Planning;
using CanaryJudge.Statistics.Special;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Judging.Kinds;

/// <summary>Events out of a total, such as errors of requests: Fisher's exact test and score intervals, weakened when events come in bursts.</summary>
public sealed class RatioKind : IMetricKind
{
    /// <inheritdoc />
    public string Name => "ratio";

    /// <inheritdoc />
    public IReadOnlyList<string> Measures { get; } = ["rate"];

    /// <inheritdoc />
    public IReadOnlyList<Measure.Quantile> DefaultGuards => [];

    /// <inheritdoc />
    public Finding Compare(MetricPlan plan, SeriesData? baseline, SeriesData? canary, double endLevel, CancellationToken cancellation)
    {
        var arms = EventArms.Prepare(plan, baseline, canary);
        double eb = arms.BaselineEvents, nb = arms.BaselineTotal, ec = arms.CanaryEvents, nc = arms.CanaryTotal;
        return EventComparison.Of(
            plan,
            arms,
            (_, total) => total,
            () => ("fisher-exact", FisherExact.PValue((long)eb, (long)nb, (long)ec, (long)nc, Harmful.Alternative(plan.Direction))),
            d => MiettinenNurminen.Difference(eb / d, nb / d, ec / d, nc / d, endLevel),
            d => MiettinenNurminen.Ratio(eb / d, nb / d, ec / d, nc / d, endLevel),
            () => Needed(plan, (eb + 0.5) / (nb + 1), nc / (nb + nc), endLevel),
            cancellation);
    }

    /// <inheritdoc />
    public Finding CompareWithin(MetricPlan plan, IReadOnlyList<Stratum> strata, string noun, double endLevel, CancellationToken cancellation) =>
        WithinStrata.Compare(new EventsWithin(EventMethods.Shares), this, plan, strata, noun, endLevel, cancellation);

    private static double? Needed(MetricPlan plan, double rate, double share, double endLevel)
    {
        var margin = plan.Margin.At(rate);
        return margin is > 0 and < 1 ? SampleSize.Proportion(rate, margin, Gaussian.Critical(endLevel), share) : null;
    }
}
