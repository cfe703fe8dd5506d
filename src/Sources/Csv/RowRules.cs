namespace CanaryJudge.Sources.Csv;

/// <summary>What the columns of a row must hold, by the metric's kind; settles the kind where the columns tell it.</summary>
internal static class RowRules
{
    /// <summary>A rule that a row breaks.</summary>
    /// <param name="Field">The column; below 0: none.</param>
    /// <param name="OfMetric">Whether it is the metric as a whole that is wrong, not one row.</param>
    /// <param name="Message">What is wrong.</param>
    internal sealed record Breach(int Field, bool OfMetric, string Message);

    /// <summary>The rule that a row breaks; null: none.</summary>
    public static Breach? Broken(MetricBuffer metric, Header header, double value, double total, double bound)
    {
        var isMissing = double.IsNaN(value) && double.IsNaN(total) && double.IsNaN(bound);
        if (!metric.IsSettled && !isMissing)
        {
            metric.IsSettled = true;
            metric.Kind = !double.IsNaN(bound) ? "histogram" : !double.IsNaN(total) ? "ratio" : null;
        }

        return metric.Kind switch
        {
            "histogram" => Histogram(metric, header, value, bound),
            "ratio" when !isMissing => Ratio(metric, header, value, total),
            "count" when !isMissing => Count(metric, header, value, total),
            _ when !double.IsNaN(bound) => new(header.Bound, false, $"le is for histograms; earlier rows or the policy make {metric.Name} another kind."),
            null when metric.IsSettled && !double.IsNaN(total) => new(header.Total, false, $"earlier rows of {metric.Name} have no total; give all rows one, or none."),
            _ => null,
        };
    }

    private static Breach? Histogram(MetricBuffer metric, Header header, double value, double bound) =>
        header.Bound < 0 ? new(-1, true, $"{metric.Name} is a histogram, so its rows need the column le.")
        : double.IsNaN(bound) ? new(header.Bound, false, $"le is empty, but {metric.Name} is a histogram.")
        : value < 0 ? new(header.Value, false, $"value {value} is below 0; a histogram counts.")
        : double.IsInfinity(value) ? new(header.Value, false, "value is infinite; a histogram counts.")
        : null;

    private static Breach? Ratio(MetricBuffer metric, Header header, double value, double total) =>
        header.Total < 0 ? new(-1, true, $"{metric.Name} is a ratio, so its rows need the column total.")
        : double.IsNaN(total) ? new(header.Total, false, $"total is empty, but {metric.Name} is a ratio.")
        : !IsWhole(total) ? new(header.Total, false, $"total {total} is not a whole number from 0 on.")
        : !double.IsNaN(value) && !IsWhole(value) ? new(header.Value, false, $"value {value} is not a whole number from 0 on; {metric.Name} is a ratio of events.")
        : value > total ? new(header.Value, false, $"value {value} is above total {total}; {metric.Name} is a ratio.")
        : null;

    private static Breach? Count(MetricBuffer metric, Header header, double value, double total)
    {
        if (!double.IsNaN(value) && !IsWhole(value))
        {
            return new(header.Value, false, $"value {value} is not a whole number from 0 on; {metric.Name} counts events.");
        }

        if ((metric.HasExposure ??= !double.IsNaN(total)) == double.IsNaN(total))
        {
            return new(Math.Max(header.Total, header.Value), false, $"some rows of {metric.Name} have an exposure (total), this one differs; give all rows one, or none.");
        }

        return total < 0 || double.IsInfinity(total) ? new(header.Total, false, $"total {total} is no exposure; write a number from 0 on.") : null;
    }

    private static bool IsWhole(double value) => value >= 0 && double.IsFinite(value) && Math.Floor(value) == value;
}
