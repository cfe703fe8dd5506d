namespace CanaryJudge.AnalysisClient.Rollouts.Notices;

/// <summary>What became of a notice at one who is told.</summary>
public enum NoticeFate
{
    /// <summary>It was taken.</summary>
    Taken,

    /// <summary>It was not taken; it is told again.</summary>
    Missed,

    /// <summary>It was not taken for ten minutes; it is not told again.</summary>
    GivenUp,
}
