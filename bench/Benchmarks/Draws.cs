namespace CanaryJudge.Benchmarks;

/// <summary>Data as services make them, the same on every run.</summary>
internal static class Draws
{
    /// <summary>Log-normal latencies around 150 ms.</summary>
    public static double[] Latencies(int count, int seed)
    {
        var random = new Random(seed);
        var values = new double[count];
        foreach (ref var value in values.AsSpan())
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            value = 150 * Math.Exp(0.5 * normal);
        }

        return values;
    }

    /// <summary>The same, sorted.</summary>
    public static double[] Sorted(int count, int seed)
    {
        var values = Latencies(count, seed);
        Array.Sort(values);
        return values;
    }

    /// <summary>The same, sorted, in whole milliseconds.</summary>
    public static double[] SortedTied(int count, int seed) => Array.ConvertAll(Sorted(count, seed), Math.Round);
}
