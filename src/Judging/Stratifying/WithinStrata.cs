using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;

namespace CanaryJudge.Judging.Stratifying;

/// <summary>Compares the arms of a metric within strata: what all kinds have in common.</summary>
internal static class WithinStrata
{
    /// <summary>Leaves out what cannot be compared, measures, and says where pooling would have misled.</summary>
    /// <typeparam name="TArms">Both arms of a stratum, prepared.</typeparam>
    /// <param name="within">How the kind is measured within strata.</param>
    /// <param name="kind">The kind, for the pooled comparison.</param>
    /// <param name="plan">How the metric is judged.</param>
    /// <param name="strata">At least one stratum, in order of names.</param>
    /// <param name="noun">What the strata are called, in the plural.</param>
    /// <param name="endLevel">The chance that one end of an interval is wrong.</param>
    /// <param name="cancellation">Ends long computations.</param>
    public static Finding Compare<TArms>(
        IWithin<TArms> within, IMetricKind kind, MetricPlan plan, IReadOnlyList<Stratum> strata, string noun, double endLevel, CancellationToken cancellation)
    {
        var prepared = new List<(Stratum Stratum, TArms Arms)>(strata.Count);
        foreach (var stratum in strata)
        {
            cancellation.ThrowIfCancellationRequested();
            prepared.Add((stratum, within.Prepare(plan, stratum)));
        }

        var warnings = StrataNotes.Merged([.. prepared.SelectMany(p => within.Warnings(p.Arms).Select(w => (p.Stratum.Name, w)))], noun).ToList();
        foreach (var (stratum, arms) in prepared)
        {
            if (within.Conflict(arms) is { } conflict)
            {
                return new() { Plan = plan, Obstacle = conflict with { Message = $"{stratum.Name}: {conflict.Message}" }, Warnings = warnings };
            }
        }

        var kept = prepared.Where(p => within.HasEnough(p.Arms)).ToArray();
        warnings.AddRange(StrataNotes.LeftOut([.. prepared.Where(p => !within.HasEnough(p.Arms)).Select(p => p.Stratum.Name)], $"fewer than {within.Enough} in an arm", noun));
        if (kept.Length == 0)
        {
            return new()
            {
                Plan = plan,
                Obstacle = new(ReasonCode.NotEnoughData, $"None of {strata.Count:N0} {noun} has {within.Enough} in each arm. Observe longer, or leave that label out of the data."),
                Warnings = warnings,
            };
        }

        if (kept is [var (only, _)])
        {
            var finding = kind.Compare(plan, only.Baseline, only.Canary, endLevel, cancellation);
            return finding with { Warnings = [.. finding.Warnings, .. warnings.Where(w => w.Code == WarningCode.StrataLeftOut)] };
        }

        var baseline = Strata.Join([.. kept.Select(k => Part(Arm.Baseline, k.Stratum.Name, k.Stratum.Baseline))], out var baselineMixed);
        var canary = Strata.Join([.. kept.Select(k => Part(Arm.Canary, k.Stratum.Name, k.Stratum.Canary))], out var canaryMixed);
        if (baselineMixed || canaryMixed)
        {
            return new() { Plan = plan, Obstacle = new(ReasonCode.NotComparable, $"The {noun} have different bucket bounds; record all with the same buckets."), Warnings = warnings };
        }

        var pooled = kind.Compare(plan, baseline, canary, endLevel, cancellation);
        if (pooled.Obstacle is not null)
        {
            return pooled with { Warnings = [.. warnings, .. pooled.Warnings] };
        }

        if (within.Compare(plan, pooled, [.. kept.Select(k => k.Arms)], endLevel, cancellation) is not { } measured)
        {
            return pooled with
            {
                Warnings = [.. warnings, .. pooled.Warnings, new(WarningCode.StrataPooled, $"The arms have too few intervals in common to be compared within {kept.Length:N0} {noun}, so these were pooled.")],
            };
        }

        string[] names = [.. kept.Select(k => k.Stratum.Name)];
        return measured.Finding with
        {
            Strata = measured.Count > 1 ? new(measured.Count, noun) : null,
            Warnings =
            [
                .. warnings,
                .. measured.Finding.Warnings,
                .. StrataNotes.Disagree(measured.Finding, pooled, noun),
                .. StrataNotes.Differ(names, measured.Residuals, measured.Divisor, noun),
            ],
        };
    }

    private static Series Part(Arm arm, string name, SeriesData data) => new("", arm, new Dictionary<string, string>(StringComparer.Ordinal) { ["stratum"] = name }, data);
}
