using MathNet.Numerics;

namespace CanaryJudge.Judging.Kinds;

/// <summary>The standard normal distribution.</summary>
internal static class Normal
{
    /// <summary>The chance of a value above z; accurate in the far tail.</summary>
    public static double Above(double z) => SpecialFunctions.Erfc(z / Constants.Sqrt2) / 2;

    /// <summary>The value that is exceeded with this chance.</summary>
    /// <param name="level">In (0, 1).</param>
    public static double Critical(double level) => Constants.Sqrt2 * SpecialFunctions.ErfcInv(2 * level);
}
