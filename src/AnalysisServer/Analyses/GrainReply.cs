using Orleans;

namespace CanaryJudge.AnalysisServer.Analyses;

/// <summary>What an analysis answers, in a form that travels between servers: a message of the contract, or why there is none.</summary>
/// <param name="Value">The message's bytes; null with a refusal, and where there is nothing to say.</param>
/// <param name="Refusal">The bytes of a google.rpc.Status; null: none.</param>
[GenerateSerializer]
[Immutable]
internal sealed record GrainReply([property: Id(0)] byte[]? Value, [property: Id(1)] byte[]? Refusal)
{
    /// <summary>A refusal.</summary>
    /// <param name="status">A google.rpc.Status.</param>
    public static GrainReply Refused(byte[] status) => new(null, status);
}

/// <summary>What a watch is told.</summary>
/// <param name="Events">Events of the contract, in order; empty: nothing new happened while it waited.</param>
/// <param name="Revision">The newest revision told so far.</param>
/// <param name="Over">The analysis has ended and everything was told.</param>
/// <param name="Refusal">The bytes of a google.rpc.Status; null: none.</param>
[GenerateSerializer]
[Immutable]
internal sealed record WatchReply([property: Id(0)] byte[][] Events, [property: Id(1)] ulong Revision, [property: Id(2)] bool Over, [property: Id(3)] byte[]? Refusal);
