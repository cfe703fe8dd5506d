using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Judging.Kinds;

/// <summary>Owns up to a bucket that hides the shift: with more than half of all pairs in one bucket the median pair is a tie.</summary>
/// <remarks>
/// A shift is read off the counts as if values lay evenly inside a bucket. Where the typical pair of a baseline and a canary value lies in
/// one and the same bucket, that is a guess, and the change may be anything up to the bucket's width: so the interval reaches as far.
/// </remarks>
/// <param name="Low">Where the bucket begins, in the metric's unit.</param>
/// <param name="High">Where it ends.</param>
internal readonly record struct WideBucket(double Low, double High)
{
    private const double Half = 0.5;

    private readonly double Width => High - Low;

    /// <summary>The bucket with more than half of all pairs; null: none has.</summary>
    /// <param name="edges">The buckets' edges.</param>
    /// <param name="strata">Both arms' counts, stratum by stratum; pairs are made inside a stratum.</param>
    public static WideBucket? Of(double[] edges, params IReadOnlyList<(double[] Baseline, double[] Canary)> strata)
    {
        var all = strata.Sum(s => s.Baseline.Sum() * s.Canary.Sum());
        for (var k = 0; k < edges.Length - 1; k++)
        {
            var tied = 0.0;
            foreach (var (baseline, canary) in strata)
            {
                tied += baseline[k] * canary[k];
            }

            if (tied > Half * all)
            {
                return new(edges[k], edges[k + 1]);
            }
        }

        return null;
    }

    /// <summary>The effect with an interval that reaches a bucket's width to both sides.</summary>
    public Effect Widened(Effect shift)
    {
        var relative = shift.Baseline > 0 ? Width / shift.Baseline : (double?)null;
        return shift with
        {
            Lower = shift.Lower is { } lower ? Math.Min(lower, -Width) : null,
            Upper = shift.Upper is { } upper ? Math.Max(upper, Width) : null,
            RelativeLower = shift.RelativeLower is { } l && relative is { } r ? Math.Max(-1, Math.Min(l, -r)) : shift.RelativeLower,
            RelativeUpper = shift.RelativeUpper is { } u && relative is { } s ? Math.Max(u, s) : shift.RelativeUpper,
        };
    }

    /// <summary>Whether a change of the margin's size has room inside.</summary>
    public bool Hides(MetricPlan plan, double level) => Width > plan.Margin.At(level);

    /// <summary>What a reader should know and do.</summary>
    public Warning Warning(MetricPlan plan) => new(
        WarningCode.WideBucket,
        $"More than half of all pairs of values lie in one bucket, {Numbers.Value(Low, plan.Unit)} to {Numbers.Value(High, plan.Unit)}: a change inside it cannot be seen. Record narrower buckets there, or accept a margin above {Numbers.Value(Width, plan.Unit)}.");
}
