namespace CanaryJudge.Statistics.Effects;

/// <summary>The edges of exponential histogram buckets: powers of base = 2^(2^-scale).</summary>
/// <remarks>
/// <para>Shapes: a scale and a bucket's index; bucket i holds values above base^i, up to base^(i + 1). Units: those of the values.</para>
/// <para>Method: the exponent i / 2^scale is split into a whole power of two, which is exact, and the rest in [0, 1). An edge that two
/// scales share has the same rest in both and so the same bits: coarser buckets are unions of finer ones, index by index shifted right.</para>
/// <para>Error: one unit in the last place, none at powers of two (measured by ExponentialBucketsTests).</para>
/// <para>Source: OpenTelemetry, Metrics Data Model, section ExponentialHistogram.</para>
/// </remarks>
public static class ExponentialBuckets
{
    /// <summary>The coarsest scale: one bucket from 1 to 2^1024.</summary>
    public const int LowestScale = -10;

    /// <summary>The finest scale: a bucket is less than a millionth wide.</summary>
    public const int HighestScale = 20;

    /// <summary>The lower edge of a bucket, which is the upper edge of the one before.</summary>
    /// <param name="scale">From -10 to 20.</param>
    /// <param name="index">The bucket's index.</param>
    /// <returns>base^index; 0 and positive infinity where a double can hold it no more.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The scale is outside its range.</exception>
    public static double Edge(int scale, long index)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, LowestScale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, HighestScale);

        // Beyond these lies no finite double at any scale; the shift below must not overflow.
        if (Math.Abs(index) > 1L << 40)
        {
            return index < 0 ? 0 : double.PositiveInfinity;
        }

        var power = scale >= 0 ? index >> scale : index << -scale;
        var rest = scale > 0 ? (index & ((1L << scale) - 1)) / (double)(1L << scale) : 0;
        return Math.ScaleB(Math.Pow(2, rest), (int)Math.Clamp(power, -2000, 2000));
    }
}
