using Orleans;
using Orleans.Concurrency;

namespace CanaryJudge.AnalysisServer.Analyses;

/// <summary>One analysis, wherever in the cluster it lives; the key is its id.</summary>
internal interface IAnalysisGrain : IGrainWithStringKey
{
    /// <summary>Takes batches; an answer means that the batch is durable.</summary>
    /// <param name="batches">Entries of the log, each a batch, in order.</param>
    /// <returns>One answer per batch; after a refusal the following batches of the same producer are refused, too.</returns>
    Task<GrainReply[]> IngestAsync(Immutable<byte[][]> batches);

    /// <summary>Takes any other entry.</summary>
    /// <param name="entry">The entry of the log.</param>
    /// <returns>The analysis after it.</returns>
    Task<GrainReply> TakeAsync(Immutable<byte[]> entry);

    /// <summary>Shows the analysis.</summary>
    Task<GrainReply> ShowAsync();

    /// <summary>Removes the analysis.</summary>
    Task<GrainReply> DeleteAsync();

    /// <summary>Waits some seconds for something new.</summary>
    /// <param name="after">The newest revision known.</param>
    /// <param name="first">Whether this is the watch's beginning: the newest look is told again.</param>
    [AlwaysInterleave]
    Task<WatchReply> WatchAsync(ulong after, bool first);

    /// <summary>Does what the clock asks for.</summary>
    Task WakeAsync();
}
