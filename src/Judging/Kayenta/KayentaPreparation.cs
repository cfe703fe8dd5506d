namespace CanaryJudge.Judging.Kayenta;

/// <summary>What happens to an arm before it is judged: NaN first, outliers second.</summary>
public static class KayentaPreparation
{
    /// <summary>Prepares one arm.</summary>
    /// <param name="metric">The metric's settings.</param>
    /// <param name="values">The values, in order; NaN is a missing one.</param>
    /// <returns>What is judged, in the same order.</returns>
    public static double[] Of(KayentaMetric metric, ReadOnlySpan<double> values)
    {
        var kept = WithoutNan(values, metric.ReplacesNan);
        if (!metric.RemovesOutliers || kept.Length == 0)
        {
            return kept;
        }

        var fences = OutlierFences.Of(kept, metric.OutlierFactor, reduced: true);
        return Array.FindAll(kept, v => !fences.Exclude(v));
    }

    private static double[] WithoutNan(ReadOnlySpan<double> values, bool replace)
    {
        var kept = new double[values.Length];
        var count = 0;
        foreach (var value in values)
        {
            if (!double.IsNaN(value) || replace)
            {
                kept[count++] = double.IsNaN(value) ? 0 : value;
            }
        }

        return kept[..count];
    }
}
