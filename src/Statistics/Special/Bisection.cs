namespace CanaryJudge.Statistics.Special;

/// <summary>Bisection over the ordered representation of doubles: no tolerance, at most 64 steps, any scale.</summary>
internal static class Bisection
{
    /// <summary>The largest double in [low, high) where a condition holds that holds at low, fails at high and changes once.</summary>
    /// <returns>Low itself when it holds nowhere above; the neighbour below high when it holds everywhere below.</returns>
    internal static double LastTrue(double low, double high, Func<double, bool> holds)
    {
        long left = Order(low), right = Order(high);
        while (left + 1 < right)
        {
            var middle = Middle(left, right);
            if (holds(Value(middle)))
            {
                left = middle;
            }
            else
            {
                right = middle;
            }
        }

        return Value(left);
    }

    internal static double Between(double low, double high) => Value(Middle(Order(low), Order(high)));

    // Ascending with the value; its own inverse. Both zeros are neighbours.
    private static long Order(double value) => Flip(BitConverter.DoubleToInt64Bits(value));

    private static double Value(long order) => BitConverter.Int64BitsToDouble(Flip(order));

    private static long Flip(long bits) => bits ^ ((bits >> 63) & long.MaxValue);

    private static long Middle(long left, long right) => (left & right) + ((left ^ right) >> 1);
}
