using CanaryJudge.Judging.Kinds;
using CanaryJudge.Statistics.Multiplicity;

namespace CanaryJudge.Judging.Combining;

/// <summary>Shares the run's error budget out over metrics and measures.</summary>
/// <remarks>
/// A metric owns a share (a critical one three); half of it goes to the primary measure, the rest evenly to the guards in effect, all of it to
/// the primary when the metric has no guards. Where it has some and none is in effect, for want of values, their half is kept unused: else one
/// more value, which brings a guard into effect, would take half of its budget away from the primary measure, and the same values would be judged
/// otherwise in one look than over looks, where shares are fixed before any data. Rejections are weighted Holm's over all of them, so that the chance of any false one stays at most alpha.
/// Source: S. Holm, Scand. J. Statist. 6 (1979) 65-70.
/// </remarks>
internal static class ErrorBudget
{
    /// <summary>The share of all metrics together: that of one metric.</summary>
    internal const double JointWeight = 1;

    /// <summary>For each finding the level and the rejection of its primary measure (first) and its guards.</summary>
    /// <param name="findings">All metrics, muted ones included: these neither spend nor save budget.</param>
    /// <param name="alpha">The run's budget.</param>
    /// <param name="joint">The p-value of all metrics together where they are guarded, which owns one share; null: they are not, or have none.</param>
    /// <param name="guarded">Whether they are guarded: without a p-value their share is kept unused.</param>
    public static Division Divide(IReadOnlyList<Finding> findings, double alpha, double? joint = null, bool guarded = false)
    {
        var p = new List<double>();
        var weights = new List<double>();
        var owners = new List<(int Finding, int Measure)>();
        var shares = findings.Select(f => new Share[f.Primary is null ? 0 : 1 + f.Guards.Count]).ToArray();
        var total = findings.Where(f => !f.Plan.Policy.Muted).Sum(f => f.Plan.BudgetWeight) + (guarded ? JointWeight : 0);
        for (var i = 0; i < findings.Count; i++)
        {
            var finding = findings[i];
            for (var m = 0; m < shares[i].Length; m++)
            {
                var part = !TailGuards.Any(finding.Plan) ? 1 : m == 0 ? 0.5 : 0.5 / finding.Guards.Count;
                var value = (m == 0 ? finding.Primary! : finding.Guards[m - 1]).PValue ?? 1;
                if (finding.Plan.Policy.Muted)
                {
                    // As if it were judged beside the others, so that a muted verdict shows what unmuting would bring.
                    var level = alpha * part * finding.Plan.BudgetWeight / (total + finding.Plan.BudgetWeight);
                    shares[i][m] = new(level, value <= level);
                    continue;
                }

                p.Add(value);
                weights.Add(part * finding.Plan.BudgetWeight / total);
                owners.Add((i, m));
            }
        }

        if (guarded && joint is { } together)
        {
            p.Add(together);
            weights.Add(JointWeight / total);
        }

        // A metric without data keeps its share to itself: data that are missing must not make the others more eager.
        var unused = 1 - weights.Sum();
        var rejected = Holm.Reject([.. p, 1], [.. weights, Math.Max(unused, 0)], alpha);
        var levels = Holm.LocalLevels([.. p, 1], [.. weights, Math.Max(unused, 0)], alpha);
        for (var k = 0; k < owners.Count; k++)
        {
            shares[owners[k].Finding][owners[k].Measure] = new(levels[k], rejected[k]);
        }

        return new(shares, guarded && joint is not null ? new(levels[owners.Count], rejected[owners.Count]) : null);
    }

    /// <summary>The budget, shared out.</summary>
    /// <param name="Metrics">For each finding its primary measure's share (first) and its guards'.</param>
    /// <param name="Joint">That of all metrics together; null: none.</param>
    internal sealed record Division(IReadOnlyList<Share[]> Metrics, Share? Joint);

    /// <summary>One measure's part of the budget.</summary>
    /// <param name="Level">What its p-value was compared with.</param>
    /// <param name="Rejected">Whether "no harm" is rejected.</param>
    internal readonly record struct Share(double Level, bool Rejected);
}
