using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Combining;

/// <summary>A change seen as harm: positive is worse, in the scale in which the metric's margin is the larger.</summary>
/// <param name="Estimate">The estimated harm.</param>
/// <param name="Lower">Harm is at least this.</param>
/// <param name="Upper">Harm is at most this.</param>
/// <param name="Tolerance">Harm up to this is not worth failing; at least 0.</param>
/// <param name="Margin">Harm of this size must not be let through; at least 0.</param>
/// <param name="IsRelative">Whether the numbers are shares of the baseline; else they are in the metric's unit.</param>
public readonly record struct Harm(double Estimate, double Lower, double Upper, double Tolerance, double Margin, bool IsRelative)
{
    /// <summary>Harm that matters is ruled out.</summary>
    public bool IsRuledOut => Upper < Margin;

    /// <summary>Seen as harm, in the scale that counts at this baseline.</summary>
    /// <param name="direction">Which way is worse; either: the size of the change.</param>
    /// <param name="tolerance">Harm not worth failing.</param>
    /// <param name="margin">Harm that must not pass.</param>
    /// <param name="effect">The change.</param>
    public static Harm Of(Direction direction, Allowance tolerance, Allowance margin, Effect effect)
    {
        var level = Math.Abs(effect.Baseline ?? 0);
        var relative = effect.RelativeEstimate is not null && margin.Relative * level >= (margin.Absolute ?? 0);
        var (estimate, lower, upper) = relative
            ? (effect.RelativeEstimate, effect.RelativeLower, effect.RelativeUpper)
            : (effect.Estimate, effect.Lower, effect.Upper);
        double e = estimate ?? 0, l = lower ?? double.NegativeInfinity, u = upper ?? double.PositiveInfinity;
        var scale = relative ? level : 1;
        return direction switch
        {
            Direction.Increase => new(e, l, u, Scaled(tolerance), Scaled(margin), relative),
            Direction.Decrease => new(-e, -u, -l, Scaled(tolerance), Scaled(margin), relative),
            _ => new(Math.Abs(e), l > 0 ? l : u < 0 ? -u : 0, Math.Max(u, -l), Scaled(tolerance), Scaled(margin), relative),
        };

        double Scaled(Allowance allowance) => scale > 0 ? allowance.At(level) / scale : 0;
    }

    /// <summary>Whether the estimated harm is worth failing: above the tolerance in each scale in which it was given.</summary>
    /// <param name="direction">Which way is worse.</param>
    /// <param name="tolerance">Harm not worth failing.</param>
    /// <param name="effect">The change.</param>
    public static bool Exceeds(Direction direction, Allowance tolerance, Effect effect)
    {
        double Worse(double change) => direction switch
        {
            Direction.Increase => change,
            Direction.Decrease => -change,
            _ => Math.Abs(change),
        };
        var absolute = Worse(effect.Estimate ?? 0);
        var relative = effect.RelativeEstimate is { } r ? Worse(r) : effect.Baseline is { } b && b != 0 ? absolute / Math.Abs(b) : double.PositiveInfinity;
        return absolute > (tolerance.Absolute ?? 0) && relative > (tolerance.Relative ?? 0);
    }
}
