using System.Runtime.Intrinsics;

namespace CanaryJudge.Statistics.Effects;

/// <summary>How a canary and a baseline value become one number. Rises (weakly) in the canary, falls (weakly) in the baseline.</summary>
internal interface IPairing
{
    /// <summary>The pair's number, rounded once: rounding is monotone, so sorted arms give a sorted table.</summary>
    static abstract double Of(double canary, double baseline);

    /// <summary>Four pairs at a time, to the bit the same numbers.</summary>
    static abstract Vector256<double> Of(Vector256<double> canary, Vector256<double> baseline);

    /// <summary>The middle of two neighbouring numbers.</summary>
    static abstract double Middle(double low, double high);

    /// <summary>Below every number that a pair can give: the lower end where the data set no limit.</summary>
    static abstract double NoLimit { get; }
}

/// <summary>Canary minus baseline.</summary>
internal readonly struct DifferencePairing : IPairing
{
    public static double NoLimit => double.NegativeInfinity;

    public static double Of(double canary, double baseline) => canary - baseline;

    public static Vector256<double> Of(Vector256<double> canary, Vector256<double> baseline) => canary - baseline;

    public static double Middle(double low, double high) => low == high ? low : (low / 2) + (high / 2);
}

/// <summary>Canary divided by baseline, both above 0.</summary>
internal readonly struct RatioPairing : IPairing
{
    public static double NoLimit => 0;

    public static double Of(double canary, double baseline) => canary / baseline;

    public static Vector256<double> Of(Vector256<double> canary, Vector256<double> baseline) => canary / baseline;

    public static double Middle(double low, double high) => low == high ? low : Math.Sqrt(low) * Math.Sqrt(high);
}
