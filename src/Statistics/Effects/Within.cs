namespace CanaryJudge.Statistics.Effects;

/// <summary>Places between two edges, also where the edges are so far apart that their distance is no double.</summary>
internal static class Within
{
    /// <summary>The share of the way from low to high at which x lies.</summary>
    internal static double Share(double low, double high, double x)
    {
        var width = high - low;
        return double.IsFinite(width) ? (x - low) / width : ((x / 2) - (low / 2)) / ((high / 2) - (low / 2));
    }

    /// <summary>What lies at a share of the way from low to high.</summary>
    internal static double At(double low, double high, double share)
    {
        var width = high - low;
        return double.IsFinite(width) ? low + (width * share) : (low * (1 - share)) + (high * share);
    }
}
