using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;
using CanaryJudge.Statistics.Dependence;
using CanaryJudge.Statistics.Sequential;
using CanaryJudge.Statistics.Stratified;

namespace CanaryJudge.Judging.Stratifying;

/// <summary>Interval points within strata: paired in each, then averaged for each time, every stratum alike, whatever traffic it has in which arm.</summary>
internal sealed class PointsWithin : IWithin<PointStratum>
{
    /// <inheritdoc />
    public string Enough => "one value";

    /// <inheritdoc />
    public PointStratum Prepare(MetricPlan plan, Stratum stratum) =>
        new(stratum.Name, PointArms.Prepare(plan, stratum.Baseline as SeriesData.Points, stratum.Canary as SeriesData.Points));

    /// <inheritdoc />
    public IReadOnlyList<Warning> Warnings(PointStratum arms) => arms.Arms.Warnings;

    /// <inheritdoc />
    public Obstacle? Conflict(PointStratum arms) => arms.Arms.Obstacle is { Code: ReasonCode.ConflictingValues } conflict ? conflict : null;

    /// <inheritdoc />
    public bool HasEnough(PointStratum arms) => arms.Arms.Obstacle is null;

    /// <summary>Null when the strata have too few intervals in common to pair.</summary>
    public WithinFinding? Compare(MetricPlan plan, Finding pooled, IReadOnlyList<PointStratum> strata, double endLevel, CancellationToken cancellation)
    {
        var pairs = Pairs(strata);
        var paired = new PairedStrata([.. pairs.Where(s => s.Intervals.Length > 0)]);
        if (paired.Strata.SelectMany(s => s.Intervals).Distinct().Count() < PointsKind.FewestPairs)
        {
            return null;
        }

        string[] unpaired = [.. strata.Where((_, s) => pairs[s].Intervals.Length == 0).Select(s => s.Name)];
        var finding = pooled with { Plan = plan, Primary = null, Warnings = [.. StrataNotes.LeftOut(unpaired, "without an interval that both arms have", "strata")] };
        var lacking = plan.Ceiling is { } top ? paired.Lacking(top) : paired;
        finding = plan.Ceiling is { } ceiling
            ? Complement.Back(PointsKind.Paired(Complement.Of(finding, lacking.Baseline), lacking, endLevel), ceiling)
            : PointsKind.Paired(finding, paired, endLevel);
        return new(finding, Residuals(pairs), 1) { Count = paired.Count };
    }

    /// <summary>The strata's pairs on the clock of the coarsest one.</summary>
    private static PairedStratum[] Pairs(IReadOnlyList<PointStratum> strata)
    {
        long width = strata.Max(s => s.Arms.Width), origin = strata.Min(s => s.Arms.Origin);
        return [.. strata.Select(s => One(s.Arms))];

        PairedStratum One(PointArms arms)
        {
            var (buckets, b, c) = Grid.Pairs(arms.Baseline, arms.Canary);
            long[] middles = [.. buckets.Select(k => arms.Origin + (k * arms.Width) + (arms.Width / 2))];
            var (baseline, canary) = (Grid.Means(middles, b, origin, width), Grid.Means(middles, c, origin, width));
            return new(baseline.Buckets, baseline.Values, canary.Values);
        }
    }

    /// <summary>Each stratum's mean change against all strata's, by its own standard error; strata of few pairs say nothing.</summary>
    private static double[] Residuals(PairedStratum[] strata)
    {
        var positive = Array.TrueForAll(strata, s => Array.TrueForAll(s.Baseline, v => v > 0) && Array.TrueForAll(s.Canary, v => v > 0));
        var looks = Array.ConvertAll(strata, s => s.Intervals.Length < PointsKind.FewestPairs
            ? (PairedLook?)null
            : PairedSeries.Look(positive ? PairedSeries.LogRatio(s.Baseline, s.Canary) : PointsKind.Differences(s.Baseline, s.Canary), strict: true, twoScales: false));
        var residuals = Homogeneity.OfEstimates([.. looks.Select(l => l?.Mean ?? 0)], [.. looks.Select(l => l?.StandardError ?? 0)]);
        return [.. residuals.Select((r, s) => looks[s] is { } look ? StudentNormal.Z(r, look.DegreesOfFreedom) : 0)];
    }
}

/// <summary>Both arms of one stratum, with its name.</summary>
/// <param name="Name">The stratum.</param>
/// <param name="Arms">Its arms.</param>
internal sealed record PointStratum(string Name, PointArms Arms);
