using CanaryJudge.AnalysisServer.Storage;
using CanaryJudge.Judging.Analyses;

namespace CanaryJudge.AnalysisServer.Analyses;

/// <summary>What a store's header says of an analysis.</summary>
internal static class HeaderOf
{
    /// <summary>The header of an analysis that has just begun.</summary>
    /// <param name="start">What it begins with.</param>
    /// <param name="policyName">The policy's name.</param>
    public static AnalysisHeader Start(AnalysisStart start, string policyName) => new()
    {
        Id = start.Id,
        RequestId = start.RequestId,
        Created = start.Created,
        Updated = start.Created,
        PolicyName = policyName,
        Labels = start.Labels,
        Length = 1,
    };

    /// <summary>The header of an analysis as it is now, without when it wants to be woken.</summary>
    /// <param name="run">The analysis.</param>
    public static AnalysisHeader Run(AnalysisRun run) => new()
    {
        Id = run.Start.Id,
        RequestId = run.Start.RequestId,
        Created = run.Start.Created,
        Updated = run.Updated,
        State = (int)run.State,
        Labels = run.Start.Labels,
        Revision = (long)run.Revision,
        Looks = run.Looks,
        Newest = run.Newest,
    };
}
