using System.Globalization;

namespace CanaryJudge.Judging.Kayenta;

/// <summary>Kayenta's score of a judgement: from classifications to one number.</summary>
/// <param name="Groups">The scores of the groups, in the order of their first metrics.</param>
/// <param name="Value">Usually from 0 to 100; odd weights lead beyond. Two decimals.</param>
/// <param name="Reason">Why it is 0 whatever the groups say; empty otherwise.</param>
public sealed record KayentaScore(IReadOnlyList<KayentaGroupScore> Groups, double Value, string Reason)
{
    private static readonly KayentaClass[] Counted = [KayentaClass.Pass, KayentaClass.High, KayentaClass.Low, KayentaClass.NodataFailMetric];

    /// <summary>Scores metrics. Muted ones must have been left out.</summary>
    /// <param name="metrics">Each metric's groups and finding.</param>
    /// <param name="weights">The groups' weights in percent.</param>
    public static KayentaScore Of(IReadOnlyList<(IReadOnlyList<string> Groups, KayentaFinding Finding)> metrics, IReadOnlyDictionary<string, double> weights)
    {
        var groups = GroupScores(metrics);
        if (metrics.FirstOrDefault(m => m.Finding is { Critical: true, Class: not KayentaClass.Pass }).Finding is { } critical)
        {
            return new(groups, 0, $"Canary Failed: {critical.Reason}");
        }

        var missing = metrics.Count(m => m.Finding.Class == KayentaClass.Nodata);
        return (double)missing / metrics.Count * 100 >= 50
            ? new(groups, 0, "Canary Failed: 50% or more metrics returned NODATA")
            : new(groups, metrics.Count == 0 ? 0 : Rounded(Summary(groups, weights)), "");
    }

    private static List<KayentaGroupScore> GroupScores(IReadOnlyList<(IReadOnlyList<string> Groups, KayentaFinding Finding)> metrics)
    {
        var names = metrics.SelectMany(m => m.Groups).Distinct(StringComparer.Ordinal);
        return [.. names.Select(name =>
        {
            var classes = metrics.SelectMany(m => m.Groups.Where(g => g == name).Select(_ => m.Finding.Class)).ToList();
            double total = classes.Count(c => Counted.Contains(c)), passing = classes.Count(c => c == KayentaClass.Pass);
            return new KayentaGroupScore(name, total > 0 ? passing / total * 100 : 0, total > 0);
        })];
    }

    private static double Summary(List<KayentaGroupScore> groups, IReadOnlyDictionary<string, double> weights)
    {
        // The weights of groups that do not occur are used up as well.
        var share = (100 - weights.Values.Sum()) / groups.Count(g => !weights.ContainsKey(g.Name));
        return groups.Sum(g => (g.HasData ? g.Score : 100) * (weights.TryGetValue(g.Name, out var weight) ? weight : share) / 100);
    }

    /// <summary>Two decimals, halves away from 0, on the decimal text of the number and not on its binary value.</summary>
    private static double Rounded(double score) => Math.Abs(score) < 1e15
        ? (double)Math.Round(decimal.Parse(score.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture), 2, MidpointRounding.AwayFromZero)
        : score;
}
