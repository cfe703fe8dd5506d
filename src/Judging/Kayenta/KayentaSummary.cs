namespace CanaryJudge.Judging.Kayenta;

/// <summary>One arm after NaN and outlier handling; all 0 when it is empty.</summary>
/// <param name="Count">How many values.</param>
/// <param name="Mean">In the metric's unit.</param>
/// <param name="Min">The smallest value.</param>
/// <param name="Max">The largest value.</param>
/// <param name="StandardDeviation">Of the sample, with divisor n - 1; 0 for one value.</param>
public readonly record struct KayentaSummary(int Count, double Mean, double Min, double Max, double StandardDeviation)
{
    /// <summary>Summarises.</summary>
    /// <param name="values">The values, in order.</param>
    public static KayentaSummary Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            return default;
        }

        double min = values[0], max = values[0];
        foreach (var value in values)
        {
            min = min < value ? min : value;
            max = max > value ? max : value;
        }

        return new(values.Length, CommonsMath.Mean(values), min, max, CommonsMath.StandardDeviation(values));
    }
}
