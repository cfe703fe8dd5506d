using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Statistics.Sequential;

/// <summary>The line between harm of a size and less than it, in rates of bad events: canary = g(baseline).</summary>
/// <remarks>
/// <para>Shapes: two rates. Units: events per exposure. Method: g(p) = max(p + absolute, (1 + relative) p); where good events are
/// counted, in failures, g(p) = max(p + absolute, p + relative (1 - p)). The closest point of the line to a pair of rates minimises
/// n_b KL(b || p) + n_c KL(c || g(p)), whose slope is bisected.</para>
/// <para>Error: the last digit of the root (measured by CountTests: 1e-9 against an independent program).</para>
/// <para>Source: I. Csiszar, Ann. Probab. 3 (1975) 146-158, for the projection.</para>
/// </remarks>
internal sealed class EventNull
{
    // A fall by everything is a rate of 0, which has no logarithm.
    private const double LargestFall = 0.999;

    private readonly double _relative;
    private readonly double _absolute;
    private readonly bool _poisson;
    private readonly bool _ofRest;

    /// <summary>Makes a line.</summary>
    /// <param name="bound">The size of harm; for shares the absolute part is below 1.</param>
    /// <param name="poisson">Events per exposure rather than shares of a total.</param>
    /// <param name="ofRest">The relative part is of what is not counted: failures where the metric counts good events.</param>
    internal EventNull(HarmBound bound, bool poisson, bool ofRest = false)
    {
        bound.Require(nameof(bound));
        if (!poisson)
        {
            Levels.RequireBelowOne(bound.Absolute, nameof(bound));
        }

        (_relative, _absolute, _poisson, _ofRest) = (bound.Relative, bound.Absolute, poisson, ofRest);
    }

    /// <summary>The bound for events turned so that more of them are worse, and whether its relative part is of what is not counted.</summary>
    /// <remarks>Where events per exposure fall the arms are swapped: the canary at (1 - d) of the baseline is the baseline at 1 / (1 - d) of the canary.</remarks>
    internal static (HarmBound Bound, bool OfRest) Turned(HarmBound bound, bool poisson, HarmSide side)
    {
        if (side == HarmSide.Increase || !poisson)
        {
            return (bound, side == HarmSide.Decrease);
        }

        var fall = Math.Min(bound.Relative, LargestFall);
        return (bound with { Relative = fall / (1 - fall) }, false);
    }

    internal double At(double p) => Math.Max(p + _absolute, Sloped(p));

    /// <summary>A canary's rate at a multiple of the bound; of shares so much further on the scale of odds.</summary>
    internal double Beyond(double p, double multiple)
    {
        var line = At(p);
        return _poisson ? multiple * line : line >= 1 ? line : multiple * line / (1 + ((multiple - 1) * line));
    }

    internal (double Baseline, double Canary) Closest(double b, double c, double baselineExposure, double canaryExposure)
    {
        double Slope(double p)
        {
            var g = At(p);
            var rise = p + _absolute >= Sloped(p) ? 1 : _ofRest ? 1 - _relative : 1 + _relative;
            return _poisson
                ? (baselineExposure * (p - b) / p) + (canaryExposure * rise * (g - c) / g)
                : (baselineExposure * (p - b) / (p * (1 - p))) + (canaryExposure * rise * (g - c) / (g * (1 - g)));
        }

        var top = _poisson ? 2 * Math.Max(b, c) : Math.Min(1 - _absolute, _ofRest ? 1 : 1 / (1 + _relative));
        var baseline = Bisection.LastTrue(0, top, p => p == 0 || Slope(p) < 0);
        return (baseline, At(baseline));
    }

    /// <summary>log of the likelihood of events under one rate over another.</summary>
    internal double LogLikelihood(double events, double exposure, double rate, double nullRate) => _poisson
        ? (events * Math.Log(rate / nullRate)) - (exposure * (rate - nullRate))
        : (events * Math.Log(rate / nullRate)) + ((exposure - events) * Loader.Log1P((nullRate - rate) / (1 - nullRate)));

    /// <summary>The divergence of a rate from another, per exposure.</summary>
    internal double Divergence(double rate, double nullRate) => LogLikelihood(rate, 1, rate, nullRate);

    /// <summary>The rate from counts, never 0 or 1.</summary>
    internal double Smoothed(double events, double exposure) => (events + 0.5) / (_poisson ? exposure : exposure + 1);

    private double Sloped(double p) => _ofRest ? p + (_relative * (1 - p)) : (1 + _relative) * p;
}
