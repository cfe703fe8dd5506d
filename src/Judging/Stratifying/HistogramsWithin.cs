using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Special;
using CanaryJudge.Statistics.Stratified;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Judging.Stratifying;

/// <summary>Histograms within strata: van Elteren's rank test with buckets as ties and one factor for all, the tail by counts beyond a bound of each stratum.</summary>
internal sealed class HistogramsWithin : IWithin<BucketArms>
{
    /// <inheritdoc />
    public string Enough => $"{SamplesWithin.Fewest} values";

    /// <inheritdoc />
    public BucketArms Prepare(MetricPlan plan, Stratum stratum) => BucketArms.Prepare(plan, stratum.Baseline as SeriesData.Histograms, stratum.Canary as SeriesData.Histograms);

    /// <inheritdoc />
    public IReadOnlyList<Warning> Warnings(BucketArms arms) => arms.Warnings;

    /// <inheritdoc />
    public Obstacle? Conflict(BucketArms arms) => arms.Obstacle?.Code is ReasonCode.ConflictingValues or ReasonCode.NotComparable ? arms.Obstacle : null;

    /// <inheritdoc />
    public bool HasEnough(BucketArms arms) => Math.Min(arms.Baseline.Total, arms.Canary.Total) >= SamplesWithin.Fewest;

    /// <inheritdoc />
    public WithinFinding Compare(MetricPlan plan, Finding pooled, IReadOnlyList<BucketArms> strata, double endLevel, CancellationToken cancellation)
    {
        var baseline = Mixed(strata);
        var canary = new Buckets(strata[0].Canary.Edges, Sums(strata.Select(s => (1.0, s.Canary.Counts))));
        var shift = new StratifiedHistogramShift([.. strata.Select(s => new BucketStratum(s.Baseline.Edges, s.Baseline.Counts, s.Canary.Counts))]);
        var critical = Gaussian.Critical(endLevel);
        var factor = baseline.Edges[0] >= 0 ? shift.Factor(critical) : null;
        var offset = factor is null ? shift.Offset(critical) : null;
        cancellation.ThrowIfCancellationRequested();
        Effect Test(double q, bool low, Alternative alternative) => Quantile(strata, baseline, canary, q, low, alternative, endLevel);

        var guards = TailGuards.InEffect(plan, Math.Max(strata.Sum(s => s.Baseline.Total), strata.Sum(s => s.Canary.Total)));
        var finding = pooled with
        {
            Primary = plan.Measure is Measure.Quantile quantile
                ? TailGuards.Primary(plan, quantile.Q, Test)
                : Shift(plan, baseline.Quantile(0.5), canary.Quantile(0.5), factor?.Common, offset?.Common, shift.Z(1)),
            Guards = TailGuards.Effects(plan, guards, Test),
            MinimumForPass = TailGuards.MinimumForPass(guards),
            Warnings = [],
        };
        var owning = HistogramKind.Owning(finding, baseline.Edges, [.. strata.Select(s => (s.Baseline.Counts, s.Canary.Counts))]);
        return new(owning, (factor ?? offset!).Residuals, 1);
    }

    private static Effect Shift(MetricPlan plan, double level, double canary, Interval? factor, Interval? offset, double z)
    {
        var moved = factor is { } f ? new Interval((f.Estimate - 1) * level, (f.Lower - 1) * level, (f.Upper - 1) * level) : offset!.Value;
        return Measured.Of("shift", level, canary, moved, factor, Harmful.PValue(plan.Direction, z, -z), "stratified-mann-whitney");
    }

    private static Effect Quantile(
        IReadOnlyList<BucketArms> strata, Buckets baseline, Buckets canary, double q, bool low, Alternative alternative, double endLevel)
    {
        var events = strata.Select(s =>
        {
            var (beyondBaseline, beyondCanary) = s.Beyond(q, low);
            return new EventStratum(beyondBaseline, s.Baseline.Total, beyondCanary, s.Canary.Total);
        });
        var (p, exact) = StratifiedExact.PValue([.. events], alternative);
        return HistogramKind.Between(q, baseline, canary, p, EventMethods.Named("stratified-fisher-exact", exact), endLevel);
    }

    /// <summary>The baseline with the canary's mix of strata, as many values as it is worth.</summary>
    private static Buckets Mixed(IReadOnlyList<BucketArms> strata)
    {
        double all = strata.Sum(s => s.Canary.Total), worth = 1 / strata.Sum(s => s.Canary.Total / all * (s.Canary.Total / all) / s.Baseline.Total);
        return new(strata[0].Baseline.Edges, Sums(strata.Select(s => (worth * s.Canary.Total / all / s.Baseline.Total, s.Baseline.Counts))));
    }

    private static double[] Sums(IEnumerable<(double Weight, double[] Counts)> parts)
    {
        double[] sums = [];
        foreach (var (weight, counts) in parts)
        {
            sums = sums.Length == 0 ? new double[counts.Length] : sums;
            for (var k = 0; k < counts.Length; k++)
            {
                sums[k] += weight * counts[k];
            }
        }

        return sums;
    }
}
