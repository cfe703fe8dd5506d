using CsCheck;

namespace CanaryJudge.Statistics.Tests;

public sealed class RadixSortTests
{
    private static readonly Gen<double> Any = Gen.OneOf(
        Gen.Double,
        Gen.Int[-9, 9].Select(x => (double)x),
        Gen.Double[1e12, 1e12 + 1],
        Gen.Double[-1e-300, 1e-300],
        Gen.Const(double.PositiveInfinity),
        Gen.Const(double.NegativeInfinity)).Where(x => !double.IsNaN(x));

    [Fact]
    public void Any_values_come_out_as_Array_Sort_puts_them() =>
        Any.Array[0, 3_000].ForAll(values => Assert.Equal(Expected(values), Sorted(values)), iter: 300);

    [Theory]
    [InlineData("normal")]
    [InlineData("milliseconds")]
    [InlineData("a cluster far from one stray value")]
    [InlineData("constant")]
    [InlineData("falling")]
    public void Many_values_come_out_as_Array_Sort_puts_them(string kind)
    {
        var draws = new Draws(3);
        var next = 50_000.0;
        var values = draws.Of(50_000, d => kind switch
        {
            "normal" => d.Normal(),
            "milliseconds" => Math.Round(Math.Exp(5 + d.Normal())),
            "constant" => 7,
            "falling" => next--,
            _ => 1e12 + (1e-3 * d.Normal()),
        });
        values[17] = kind[0] == 'a' ? -1 : values[17];

        Assert.Equal(Expected(values), Sorted(values));
    }

    [Fact]
    public void Negative_zero_comes_before_zero()
    {
        var sorted = Sorted([0.0, -0.0, 1, -0.0, 0.0]);

        Assert.Equal([true, true, false, false, false], sorted.Select(double.IsNegative));
    }

    private static double[] Sorted(double[] values)
    {
        double[] sorted = [.. values];
        RadixSort.Sort(sorted);
        return sorted;
    }

    private static double[] Expected(double[] values)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        return sorted;
    }
}
