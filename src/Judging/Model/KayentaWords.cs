namespace CanaryJudge.Judging.Model;

/// <summary>What Kayenta says, in its own words.</summary>
/// <param name="Classification">
/// Of a metric <c>Pass</c>, <c>High</c>, <c>Low</c>, <c>Nodata</c>, <c>NodataFailMetric</c> or <c>Error</c>; of the whole <c>Pass</c>,
/// <c>Marginal</c> or <c>Fail</c>; of a group empty.
/// </param>
/// <param name="ClassificationReason">Kayenta's reason; empty without one.</param>
public sealed record KayentaWords(string Classification, string ClassificationReason)
{
    /// <summary>The score of a group or of the whole, usually from 0 to 100; null for a metric.</summary>
    public double? Score { get; init; }

    /// <summary>The mean of the canary over that of the baseline; null for groups and the whole, and where it could not be computed.</summary>
    public double? Ratio { get; init; }
}
