namespace CanaryJudge.Judging.Kayenta;

/// <summary>The fences outside which Kayenta drops values as outliers.</summary>
/// <param name="Lower">Values below are outliers.</param>
/// <param name="Upper">Values above are outliers.</param>
public readonly record struct OutlierFences(double Lower, double Upper)
{
    /// <summary>The fences of one arm by its own quartiles.</summary>
    /// <param name="values">At least one, any order.</param>
    /// <param name="factor">Interquartile ranges beyond the quartiles; above 0.</param>
    /// <param name="reduced">Whether the 1st and 99th percentile are never outside, as the judge asks.</param>
    public static OutlierFences Of(ReadOnlySpan<double> values, double factor, bool reduced)
    {
        var sorted = Statistics.Samples.Sorted(values);
        double first = CommonsMath.Percentile(sorted, 25), third = CommonsMath.Percentile(sorted, 75);
        double lower = first - (factor * (third - first)), upper = third + (factor * (third - first));
        return reduced
            ? new(Math.Min(CommonsMath.Percentile(sorted, 1), lower), Math.Max(CommonsMath.Percentile(sorted, 99), upper))
            : new(lower, upper);
    }

    /// <summary>Whether a value lies strictly outside.</summary>
    public bool Exclude(double value) => value < Lower || value > Upper;
}
