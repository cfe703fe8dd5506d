using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;
using CanaryJudge.Statistics.Planning;
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
        double eb = arms.BaselineEvents, nb = arms.BaselineTotal, ec = arms.CanaryEvents, nc = arms.CanaryTotal, d = arms.Divisor;
        var finding = new Finding
        {
            Plan = plan,
            Baseline = Summaries.OfEvents(eb, nb, nb),
            Canary = Summaries.OfEvents(ec, nc, nc),
            Warnings = arms.Warnings,
            Window = arms.Window,
            Span = Times.Width(arms.CanaryWindow),
        };
        if (arms.Obstacle is { } obstacle)
        {
            return finding with { Obstacle = obstacle };
        }

        cancellation.ThrowIfCancellationRequested();
        var score = arms.Score / Math.Sqrt(d);
        var p = d > 1
            ? Harmful.PValue(plan.Direction, score, -score)
            : FisherExact.PValue((long)eb, (long)nb, (long)ec, (long)nc, Harmful.Alternative(plan.Direction));

        // Dividing events and totals alike widens the intervals as bursts widen the scatter.
        var difference = MiettinenNurminen.Difference(eb / d, nb / d, ec / d, nc / d, endLevel);
        var ratio = eb > 0 ? MiettinenNurminen.Ratio(eb / d, nb / d, ec / d, nc / d, endLevel) : default;
        return finding with
        {
            Primary = new()
            {
                Measure = "rate",
                Baseline = eb / nb,
                Canary = ec / nc,
                Estimate = (ec / nc) - (eb / nb),
                Lower = difference.Lower,
                Upper = difference.Upper,
                RelativeEstimate = eb > 0 ? (ec / nc / (eb / nb)) - 1 : null,
                RelativeLower = eb > 0 ? ratio.Lower - 1 : null,
                RelativeUpper = eb > 0 ? ratio.Upper - 1 : null,
                PValue = p,
                Method = d > 1 ? "burst-score" : "fisher-exact",
            },
            NeededForPass = Needed(plan, (eb + 0.5) / (nb + 1), nc / (nb + nc), endLevel) is { } needed ? needed * d : null,
        };
    }

    private static double? Needed(MetricPlan plan, double rate, double share, double endLevel)
    {
        var margin = plan.Margin.At(rate);
        var needed = margin > 0 ? SampleSize.Proportion(rate, margin, Normal.Critical(endLevel), share) : double.NaN;
        return double.IsFinite(needed) ? needed : null;
    }
}
