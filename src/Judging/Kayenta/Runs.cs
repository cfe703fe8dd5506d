namespace CanaryJudge.Judging.Kayenta;

/// <summary>Sorted values, each once, with how many values come before. -0 comes before 0, as in Java.</summary>
/// <param name="Values">Ascending.</param>
/// <param name="Before">How many values lie before each, and in the end how many there are.</param>
/// <param name="Ties">The sum of t^3 - t over the runs.</param>
internal sealed record Runs(double[] Values, double[] Before, double Ties)
{
    public static Runs Of(ReadOnlySpan<double> values)
    {
        var keys = new long[values.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = Key(values[i]);
        }

        Array.Sort(keys);
        var distinct = new double[keys.Length];
        var before = new double[keys.Length + 1];
        var runs = 0;
        double ties = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            if (i == 0 || keys[i] != keys[i - 1])
            {
                distinct[runs] = Value(keys[i]);
                before[runs] = i;
                ties += runs > 0 ? RankStatistic.Cube(i - before[runs - 1]) : 0;
                runs++;
            }
        }

        before[runs] = keys.Length;
        ties += RankStatistic.Cube(keys.Length - before[runs - 1]);
        return new(distinct[..runs], before[..(runs + 1)], ties);
    }

    /// <summary>All values, ascending.</summary>
    public double[] All()
    {
        var all = new double[(int)Before[^1]];
        for (var i = 0; i < Values.Length; i++)
        {
            all.AsSpan((int)Before[i]..(int)Before[i + 1]).Fill(Values[i]);
        }

        return all;
    }

    /// <summary>A whole number that orders values as Java's Double.compare does.</summary>
    public static long Key(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        return bits ^ ((bits >> 63) & long.MaxValue);
    }

    private static double Value(long key) => BitConverter.Int64BitsToDouble(key ^ ((key >> 63) & long.MaxValue));
}
