namespace CanaryJudge.Sources.Prometheus;

/// <summary>One series of the answer to a range query, one place per moment.</summary>
/// <param name="Labels">Its labels.</param>
/// <param name="Values">NaN where there is none: stale, not yet born, or not a number.</param>
/// <param name="Histograms">Null where there is none.</param>
internal sealed record RangeSeries(IReadOnlyDictionary<string, string> Labels, double[] Values, NativeBucket[]?[] Histograms)
{
    /// <summary>Whether a native histogram is among the values.</summary>
    public bool HasHistograms => Array.Exists(Histograms, h => h is not null);
}

/// <summary>A bucket of a native histogram.</summary>
/// <param name="Lower">Its lower edge.</param>
/// <param name="Upper">Its upper edge.</param>
/// <param name="Count">Values in it.</param>
internal readonly record struct NativeBucket(double Lower, double Upper, double Count);
