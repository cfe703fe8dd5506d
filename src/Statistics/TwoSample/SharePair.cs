using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Statistics.TwoSample;

/// <summary>Two shares and their score statistics. z > 0: the canary's share is above what the null value says.</summary>
internal readonly struct SharePair
{
    private readonly double _xb;
    private readonly double _nb;
    private readonly double _xc;
    private readonly double _nc;

    internal SharePair(double baselineEvents, double baselineTotal, double canaryEvents, double canaryTotal)
    {
        Levels.RequireEvents(baselineEvents, baselineTotal);
        Levels.RequireEvents(canaryEvents, canaryTotal);
        (_xb, _nb, _xc, _nc) = (baselineEvents, baselineTotal, canaryEvents, canaryTotal);
    }

    internal double Baseline => _xb / _nb;

    internal double Canary => _xc / _nc;

    // N / (N - 1); a total of one trial or less says nothing.
    private double Correction => _nb + _nc > 1 ? (_nb + _nc) / (_nb + _nc - 1) : double.PositiveInfinity;

    internal double DifferenceZ(double difference) => Z(DifferenceTerm(difference));

    internal double RatioZ(double ratio) => Z(RatioTerm(ratio));

    /// <summary>The excess over a difference and its variance when that is the truth.</summary>
    internal (double Excess, double Variance) DifferenceTerm(double difference)
    {
        var b = ConstrainedBaseline(difference);
        var c = Math.Clamp(b + difference, 0, 1);
        return (Canary - Baseline - difference, Correction * ((c * (1 - c) / _nc) + (b * (1 - b) / _nb)));
    }

    /// <summary>The excess over a ratio and its variance when that is the truth; both divided by a ratio above 1.</summary>
    internal (double Excess, double Variance) RatioTerm(double ratio)
    {
        // With a large ratio the canary's share is the well-scaled unknown: swap the arms.
        if (ratio > 1)
        {
            var (excess, variance) = new SharePair(_xc, _nc, _xb, _nb, swapped: true).RatioTerm(1 / ratio);
            return (-excess, variance);
        }

        double n = _nb + _nc, a = n * ratio, b = (_nc * ratio) + _xc + _nb + (_xb * ratio), c = _xb + _xc;
        var baseline = Math.Clamp(2 * c / (b + Math.Sqrt(Math.Max(0, (b * b) - (4 * a * c)))), 0, 1);
        var canary = ratio * baseline;
        return (
            Canary - (ratio * Baseline),
            Correction * ((canary * (1 - canary) / _nc) + (ratio * ratio * baseline * (1 - baseline) / _nb)));
    }

    /// <summary>The baseline's maximum likelihood share when the canary's lies the difference above.</summary>
    internal double ConstrainedBaseline(double difference)
    {
        // With a negative difference the canary's share is the smaller unknown: swap the arms.
        if (difference < 0)
        {
            return new SharePair(_xc, _nc, _xb, _nb, swapped: true).ConstrainedBaseline(-difference) - difference;
        }

        double xb = _xb, nb = _nb, xc = _xc, nc = _nc, top = 1 - difference;
        double Slope(double p) =>
            Quotient(xb, p) - Quotient(nb - xb, 1 - p) + Quotient(xc, p + difference) - Quotient(nc - xc, top - p);

        // The likelihood is concave: its slope falls through 0 once, or is negative or positive all the way.
        return Bisection.LastTrue(0, top, p => Slope(p) > 0);
    }

    private SharePair(double baselineEvents, double baselineTotal, double canaryEvents, double canaryTotal, bool swapped) =>
        (_xb, _nb, _xc, _nc) = (baselineEvents, baselineTotal, canaryEvents, canaryTotal);

    private static double Quotient(double count, double share) => count == 0 ? 0 : count / share;

    private static double Z((double Excess, double Variance) term) => term.Excess == 0 ? 0 : term.Excess / Math.Sqrt(term.Variance);
}
