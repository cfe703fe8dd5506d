using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Reports;

/// <summary>What a row says of a metric: the measure that decided, on the scale of the metric's margin.</summary>
/// <remarks>All numbers are on one scale and finite; null where they could not be computed or are unbounded.</remarks>
public sealed record ShownEffect
{
    /// <summary>The measure; empty when nothing was measured.</summary>
    public string Measure { get; private init; } = "";

    /// <summary>The scale of all numbers here.</summary>
    public Scale Scale { get; private init; }

    /// <summary>The unit of the scale <see cref="Scale.Absolute"/>; empty when unknown.</summary>
    public string Unit { get; private init; } = "";

    /// <summary>The direction of harm.</summary>
    public Direction Direction { get; private init; }

    /// <summary>The change.</summary>
    public double? Estimate { get; private init; }

    /// <summary>The lower end of its interval.</summary>
    public double? Lower { get; private init; }

    /// <summary>The upper end of its interval.</summary>
    public double? Upper { get; private init; }

    /// <summary>The tolerance; null: none.</summary>
    public double? Tolerance { get; private init; }

    /// <summary>The margin, positive; null: none.</summary>
    public double? Margin { get; private init; }

    /// <summary>The change as text, signed; empty when there is none.</summary>
    public string ChangeText => Estimate is not { } change ? "" : Scale switch
    {
        Scale.Relative => Numbers.Change(change),
        Scale.Points => Numbers.Points(change),
        _ => Numbers.AbsoluteChange(change, Unit),
    };

    /// <summary>The interval as text; empty when there is none.</summary>
    public string IntervalText => Scale switch
    {
        Scale.Relative => Numbers.ChangeInterval(Lower, Upper),
        Scale.Points => Numbers.PointsInterval(Lower, Upper),
        _ => Numbers.AbsoluteInterval(Lower, Upper, Unit),
    };

    /// <summary>The interval as text without its unit, for where the change beside it has one.</summary>
    internal string BareIntervalText => Scale switch
    {
        Scale.Relative => NumberScale.Percent.Interval(Lower, Upper, ""),
        Scale.Points => NumberScale.Points.Interval(Lower, Upper, ""),
        _ => NumberScale.Values.Interval(Lower, Upper, ""),
    };

    /// <summary>The margin as text, without sign; empty when there is none.</summary>
    public string MarginText => Margin is { } margin ? SizeText(margin) : "";

    /// <summary>The estimated harm: the change towards worse; of <see cref="Direction.Either"/> its size.</summary>
    public double? Harm => Direction switch
    {
        Direction.Decrease => -Estimate,
        Direction.Either => Estimate is { } change ? Math.Abs(change) : null,
        _ => Estimate,
    };

    /// <summary>The largest harm that the interval allows; null: unbounded or unknown.</summary>
    public double? LargestHarm => Direction switch
    {
        Direction.Decrease => -Lower,
        Direction.Either when Lower is { } lower && Upper is { } upper => Math.Max(-lower, upper),
        Direction.Either => null,
        _ => Upper,
    };

    /// <summary>The estimated harm as a part of the margin; null when either is unknown.</summary>
    public double? HarmOfMargin => Harm / Margin;

    /// <summary>What is said of a metric: the effect that decided.</summary>
    /// <param name="metric">The metric.</param>
    /// <returns>Never null; empty when nothing was measured.</returns>
    public static ShownEffect Of(MetricJudgement metric) => Of(metric, metric.Decisive);

    /// <summary>What one effect of a metric says.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="effect">One of its effects; null: none.</param>
    /// <returns>Never null; empty when nothing was measured.</returns>
    public static ShownEffect Of(MetricJudgement metric, Effect? effect)
    {
        var level = Finite(effect?.Baseline);
        var scale = ScaleOf(metric, effect, level);
        var relative = scale == Scale.Relative;

        // Points are kept as shares; a metric in per cent holds a hundred times as much.
        var factor = scale == Scale.Points && IsPercent(metric) ? 0.01 : 1;
        return new()
        {
            Measure = effect?.Measure ?? "",
            Scale = scale,
            Unit = metric.Unit,
            Direction = metric.Direction,
            Estimate = Finite(relative ? effect?.RelativeEstimate : effect?.Estimate * factor),
            Lower = Finite(relative ? effect?.RelativeLower : effect?.Lower * factor),
            Upper = Finite(relative ? effect?.RelativeUpper : effect?.Upper * factor),
            Tolerance = Size(metric, metric.Tolerance, level, relative) * factor,
            Margin = Size(metric, metric.Margin, level, relative) * factor,
        };
    }

    /// <summary>A size on this scale as text, without sign: a margin.</summary>
    internal string SizeText(double size) => Scale switch
    {
        Scale.Relative => Numbers.Share(size),
        Scale.Points => NumberScale.Points.Level(size) + " pp",
        _ => Numbers.Value(size, Unit),
    };

    /// <summary>A harm as text, without sign and rounded up: what is still possible.</summary>
    internal string AtMostText(double harm)
    {
        var text = Scale switch
        {
            Scale.Relative => Numbers.ChangeInterval(null, harm),
            Scale.Points => Numbers.PointsInterval(null, harm),
            _ => Numbers.AbsoluteInterval(null, harm, Unit),
        };
        return text.Replace("+", "", StringComparison.Ordinal).Replace(" or less", "", StringComparison.Ordinal);
    }

    private static Scale ScaleOf(MetricJudgement metric, Effect? effect, double? level)
    {
        var shares = metric.Kind == "ratio" || IsPercent(metric) ? Scale.Points : Scale.Absolute;
        var absolute = Absolute(metric, metric.Margin);
        var dominates = absolute > 0 && absolute >= (metric.Margin.Relative ?? 0) * Math.Abs(level ?? 0);
        return dominates || (Finite(effect?.RelativeEstimate) is null && Finite(effect?.Estimate) is not null) ? shares : Scale.Relative;
    }

    private static double? Size(MetricJudgement metric, Allowance allowance, double? level, bool relative)
    {
        var absolute = Absolute(metric, allowance);
        var size = relative
            ? Math.Max(allowance.Relative ?? 0, level is { } l && l != 0 ? absolute / Math.Abs(l) : 0)
            : Math.Max((allowance.Relative ?? 0) * Math.Abs(level ?? 0), absolute);
        return size > 0 && double.IsFinite(size) ? size : null;
    }

    // Points are written as a share whatever the unit.
    private static double Absolute(MetricJudgement metric, Allowance allowance) =>
        (allowance.Absolute ?? 0) * (allowance.InPoints && IsPercent(metric) ? 100 : 1);

    private static bool IsPercent(MetricJudgement metric) => metric.Kind != "ratio" && Numbers.IsPercent(metric.Unit);

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
