namespace CanaryJudge.Sources.Csv;

/// <summary>Tells the kind of a metric from its spacing and its name, where neither the policy nor its columns do.</summary>
/// <remarks>The direction of harm is told from the name by <see cref="CanaryJudge.Judging.Config.NameHints.Harm"/>.</remarks>
public static class Inference
{
    /// <summary>The share of gaps that must equal the median gap for times to be regular.</summary>
    private const double RegularShare = 0.8;

    /// <summary>Names of counted events.</summary>
    private static readonly string[] s_counted = ["*_total", "*restarts*", "*_count", "*errors*"];

    /// <summary>The kind of values without a total and without bounds.</summary>
    /// <param name="metric">The metric's name.</param>
    /// <param name="isRegular">Whether every series has one value per regular interval (<see cref="IsRegular"/>).</param>
    /// <param name="isWhole">Whether all values are whole numbers from 0 on.</param>
    /// <returns><c>count</c>, <c>points</c> or <c>samples</c>.</returns>
    public static string KindOf(string metric, bool isRegular, bool isWhole) =>
        !isRegular ? "samples" : isWhole && IsCounted(metric) ? "count" : "points";

    /// <summary>Whether a name is one of counted events. Case does not matter.</summary>
    /// <param name="metric">The metric's name.</param>
    public static bool IsCounted(string metric) => Array.Exists(s_counted, p => Matches(metric, p));

    /// <summary>Whether a series has one value per regular interval: at least two times, repeated ones only with equal values, and at least 80% of the gaps equal to the median gap.</summary>
    /// <param name="times">Unix nanoseconds in any order; as many as values.</param>
    /// <param name="values">The values.</param>
    public static bool IsRegular(ReadOnlySpan<long> times, ReadOnlySpan<double> values)
    {
        if (times.Length < 2 || times.Length != values.Length)
        {
            return false;
        }

        if (IsRising(times))
        {
            return AreRegular(Gaps(times, values));
        }

        var (sortedTimes, sortedValues) = (times.ToArray(), values.ToArray());
        Array.Sort(sortedTimes, sortedValues);
        return AreRegular(Gaps(sortedTimes, sortedValues));
    }

    private static bool IsRising(ReadOnlySpan<long> times)
    {
        for (var i = 1; i < times.Length; i++)
        {
            if (times[i] < times[i - 1])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The gaps between distinct times; none when one time has two values.</summary>
    private static Span<long> Gaps(ReadOnlySpan<long> times, ReadOnlySpan<double> values)
    {
        var gaps = new long[times.Length - 1];
        var count = 0;
        for (var i = 1; i < times.Length; i++)
        {
            if (times[i] > times[i - 1])
            {
                gaps[count++] = times[i] - times[i - 1];
            }
            else if (!values[i].Equals(values[i - 1]))
            {
                return [];
            }
        }

        return gaps.AsSpan(0, count);
    }

    private static bool AreRegular(Span<long> gaps)
    {
        if (gaps.IsEmpty)
        {
            return false;
        }

        gaps.Sort();
        var median = gaps[gaps.Length / 2];
        return gaps.Count(median) >= RegularShare * gaps.Length;
    }

    private static bool Matches(string metric, string pattern)
    {
        var word = pattern.AsSpan().Trim('*');
        return pattern.EndsWith('*')
            ? metric.AsSpan().Contains(word, StringComparison.OrdinalIgnoreCase)
            : metric.AsSpan().EndsWith(word, StringComparison.OrdinalIgnoreCase);
    }
}
