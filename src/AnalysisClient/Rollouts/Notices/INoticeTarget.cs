namespace CanaryJudge.AnalysisClient.Rollouts.Notices;

/// <summary>Somebody who is told.</summary>
public interface INoticeTarget
{
    /// <summary>Tells.</summary>
    /// <param name="notice">What.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>Whether it was taken; else it is told again later.</returns>
    Task<bool> TellAsync(RolloutNotice notice, CancellationToken cancellation);
}
