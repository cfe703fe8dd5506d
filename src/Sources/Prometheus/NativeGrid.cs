namespace CanaryJudge.Sources.Prometheus;

/// <summary>Fixed buckets for native histograms, whose own buckets come and go: eight to a doubling, from 2^-20 to 2^40.</summary>
/// <remarks>
/// <para>An analysis wants the same upper bounds in every interval. These are schema 3 of native histograms (factor 1.09): a finer schema falls into them
/// exactly, since its edges include these. What is below 2^-20 (of seconds: a microsecond), zero or negative lies in the first bucket.</para>
/// <para>Source: Prometheus native histograms, schemas 0 to 8: bucket edges are powers of 2^(2^-schema).</para>
/// </remarks>
internal static class NativeGrid
{
    private const int PerDoubling = 8;
    private const int Lowest = -20 * PerDoubling;
    private const int Highest = 40 * PerDoubling;

    /// <summary>Edges come as decimal texts, so they are compared with this relative slack.</summary>
    private const double Slack = 1e-6;

    /// <summary>The upper bounds; the last is infinite.</summary>
    public static double[] UpperBounds { get; } =
        [.. Enumerable.Range(Lowest, Highest - Lowest + 1).Select(i => Math.Pow(2, i / (double)PerDoubling)), double.PositiveInfinity];

    /// <summary>A histogram's counts in these buckets.</summary>
    /// <param name="buckets">Its buckets.</param>
    /// <returns>One count per bound; null: a bucket is wider than these, so that nobody knows where in it its values lie.</returns>
    public static double[]? Counts(NativeBucket[] buckets)
    {
        var counts = new double[UpperBounds.Length];
        foreach (var bucket in buckets)
        {
            if (bucket.Lower > 0 && double.IsFinite(bucket.Upper) && bucket.Upper > UpperBounds[0] * (1 + Slack)
                && Math.Log2(bucket.Upper / bucket.Lower) * PerDoubling > 1 + Slack)
            {
                return null;
            }

            counts[Index(bucket.Upper)] += bucket.Count;
        }

        return counts;
    }

    private static int Index(double upper)
    {
        if (upper <= UpperBounds[0])
        {
            return 0;
        }

        var number = Math.Ceiling((Math.Log2(upper) * PerDoubling) - Slack) - Lowest;
        return number < UpperBounds.Length - 1 ? (int)number : UpperBounds.Length - 1;
    }
}
