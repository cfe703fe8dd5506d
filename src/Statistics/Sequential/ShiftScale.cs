using CanaryJudge.Statistics.Effects;

namespace CanaryJudge.Statistics.Sequential;

/// <summary>The shifts by which a canary is moved back: as factors, or as offsets in the metric's unit.</summary>
/// <param name="IsFactor">Factors for positive metrics with relative bounds, else offsets.</param>
/// <param name="Level">The baseline's median when the scale was settled.</param>
/// <param name="Tolerance">As a share of the level for factors, else in the metric's unit.</param>
/// <param name="Margin">The same for the margin.</param>
/// <param name="Unit">The distance of two neighbours on the grid of estimates: in logarithms for factors.</param>
internal readonly record struct ShiftScale(bool IsFactor, double Level, double Tolerance, double Margin, double Unit)
{
    /// <summary>Places on each side of no shift.</summary>
    internal const int Reach = 32;

    private const double GridFactor = 4;
    private const double SmallestFactor = 1e-3;

    internal static int GridSize => (2 * Reach) + 1;

    internal static ShiftScale Of(SequentialPlan plan, ArmsHistogram values)
    {
        var level = values.BaselineQuantile(0.5);
        var factor = values.IsPositive && level > 0
            && plan.Tolerance.Relative * level >= plan.Tolerance.Absolute && plan.Margin.Relative * level >= plan.Margin.Absolute;
        if (factor)
        {
            return new(true, level, plan.Tolerance.Relative, plan.Margin.Relative, Math.Log(GridFactor) / Reach);
        }

        // The grid reaches four margins, or four times the middle half of the values where that is more.
        var spread = values.BaselineQuantile(0.75) - values.BaselineQuantile(0.25);
        var margin = plan.Margin.At(level);
        var reach = Math.Min(double.MaxValue, Math.Max(Math.Max(margin, spread), Math.BitIncrement(Math.Abs(level)) - Math.Abs(level)));
        return new(false, level, plan.Tolerance.At(level), margin, GridFactor / Reach * reach);
    }

    /// <summary>z of the canary moved back by a bound, towards harm on a side.</summary>
    internal double Z(BucketPair pair, double bound, HarmSide side)
    {
        var signed = side == HarmSide.Increase ? bound : -bound;
        return IsFactor
            ? HistogramShift.FactorZ(pair, Math.Max(SmallestFactor, 1 + signed))
            : HistogramShift.OffsetZ(pair, signed);
    }

    /// <summary>z at a place of the grid, from -32 to 32.</summary>
    internal double GridZ(BucketPair pair, int place) =>
        IsFactor ? HistogramShift.FactorZ(pair, Math.Exp(place * Unit)) : HistogramShift.OffsetZ(pair, place * Unit);

    /// <summary>The effect at a place of the grid, which need not be whole; endless beyond its ends.</summary>
    internal double At(double place) => IsFactor ? Math.Exp(place * Unit) : place * Unit;

    internal static void Exchange(StateExchange state, ref ShiftScale scale)
    {
        var (isFactor, level, tolerance, margin, unit) = scale;
        state.Flag(ref isFactor);
        state.Number(ref level);
        state.Number(ref tolerance);
        state.Number(ref margin);
        state.Number(ref unit);
        scale = new(isFactor, level, tolerance, margin, unit);
    }
}
