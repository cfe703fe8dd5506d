using CanaryJudge.Statistics.Special;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Statistics.Anomalies;

/// <summary>Changes of a series in which one value is usual and the others are rare, such as errors per minute.</summary>
/// <remarks>
/// <para>Shapes: n values in order of time with their change points. Units: any; what counts is whether a value is the usual one.</para>
/// <para>Method: Fisher's exact test of the other values before and after each change, two-sided, at the level
/// 2 (1 - Phi(2 sqrt(ln n))) that the partition has for continuous values; the least supported change is taken out until all are.</para>
/// <para>Error: none beyond the partition's own. Source: R. A. Fisher, J. R. Statist. Soc. 98 (1935) 39-82.</para>
/// </remarks>
internal static class RareValues
{
    /// <summary>The changes that the rare values bear out; all of them where no value is that usual.</summary>
    public static int[] Supported(ReadOnlySpan<double> values, int[] changes)
    {
        if (Usual(values) is not { } usual)
        {
            return changes;
        }

        var level = 2 * Gaussian.Above(RankPartition.Threshold(values.Length));
        var kept = new List<int>(changes);
        while (kept.Count > 0)
        {
            var (weakest, p) = (0, -1.0);
            for (var i = 0; i < kept.Count; i++)
            {
                var (from, to) = (i == 0 ? 0 : kept[i - 1], i == kept.Count - 1 ? values.Length : kept[i + 1]);
                var chance = FisherExact.PValue(
                    Others(values[from..kept[i]], usual), kept[i] - from, Others(values[kept[i]..to], usual), to - kept[i], Alternative.Different);
                (weakest, p) = chance > p ? (i, chance) : (weakest, p);
            }

            if (p <= level)
            {
                break;
            }

            kept.RemoveAt(weakest);
        }

        return [.. kept];
    }

    /// <summary>The value that more than half of all are; null without one.</summary>
    private static double? Usual(ReadOnlySpan<double> values)
    {
        // Whatever is more than half outlives being paired off with the others.
        double candidate = 0;
        var lead = 0;
        foreach (var value in values)
        {
            (candidate, lead) = lead == 0 ? (value, 1) : (candidate, value.Equals(candidate) ? lead + 1 : lead - 1);
        }

        return 2 * Others(values, candidate) < values.Length ? candidate : null;
    }

    private static int Others(ReadOnlySpan<double> values, double usual)
    {
        var others = 0;
        foreach (var value in values)
        {
            others += value.Equals(usual) ? 0 : 1;
        }

        return others;
    }
}
