namespace CanaryJudge.Judging.Kayenta;

/// <summary>Mean, deviation and percentile with the operations, in the order, of the library that Kayenta uses.</summary>
/// <remarks>
/// <para>Shapes: n values in the order of the data, unless said otherwise. Units: those of the values.</para>
/// <para>Error: none against that library; the last bit is the same (KayentaVectorTests). Our own rule uses <see cref="Statistics.Samples"/>.</para>
/// <para>Source: Apache Commons Math 3.6.1, StatUtils and Percentile (type R-7).</para>
/// </remarks>
public static class CommonsMath
{
    /// <summary>The mean: a plain sum, then one correction.</summary>
    /// <param name="values">At least one.</param>
    public static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0, rest = 0;
        foreach (var value in values)
        {
            sum += value;
        }

        var mean = sum / values.Length;
        foreach (var value in values)
        {
            rest += value - mean;
        }

        return mean + (rest / values.Length);
    }

    /// <summary>The sample standard deviation; 0 for one value.</summary>
    /// <param name="values">At least one.</param>
    public static double StandardDeviation(ReadOnlySpan<double> values)
    {
        if (values.Length == 1)
        {
            return 0;
        }

        var mean = Mean(values);
        double squares = 0, rest = 0;
        foreach (var value in values)
        {
            var deviation = value - mean;
            squares += deviation * deviation;
            rest += deviation;
        }

        return Math.Sqrt((squares - (rest * rest / values.Length)) / (values.Length - 1.0));
    }

    /// <summary>The percentile, linear between order statistics.</summary>
    /// <param name="sorted">Ascending, at least one.</param>
    /// <param name="percent">From 0 to 100.</param>
    public static double Percentile(ReadOnlySpan<double> sorted, double percent)
    {
        var position = 1 + ((sorted.Length - 1) * (percent / 100));
        if (position >= sorted.Length)
        {
            return sorted[^1];
        }

        var below = (int)Math.Floor(position);
        return sorted[below - 1] + ((position - below) * (sorted[below] - sorted[below - 1]));
    }

    /// <summary>Canary mean over baseline mean; NaN when either is exactly 0.</summary>
    /// <param name="baseline">At least one value.</param>
    /// <param name="canary">At least one value.</param>
    public static double MeanRatio(ReadOnlySpan<double> baseline, ReadOnlySpan<double> canary)
    {
        double below = Mean(baseline), above = Mean(canary);
        return below == 0 || above == 0 ? double.NaN : above / below;
    }
}
