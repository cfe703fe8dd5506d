using CanaryJudge.AnalysisServer.Analyses;
using CanaryJudge.AnalysisServer.Storage;
using CanaryJudge.Judging.Analyses;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.AnalysisServer.Mapping;

/// <summary>Turns analyses and their events into the contract's messages, as bytes where they travel between servers.</summary>
internal static class ToWireAnalysis
{
    /// <summary>What begins every name of an analysis.</summary>
    public const string Collection = "analyses/";

    /// <summary>An analysis with its newest judgement.</summary>
    /// <param name="run">The analysis.</param>
    /// <returns>The bytes of an Analysis.</returns>
    public static byte[] Analysis(AnalysisRun run)
    {
        var wire = Analysis(HeaderOf.Run(run));
        wire.Judgement = run.Look is { } look ? ToWire.Judgement(look.Judgement) : null;
        wire.PolicyName = run.PolicyName;
        wire.PolicyYaml = run.Start.PolicyText;
        wire.Options = Options(run.Start.Options);
        wire.Step = run.Step is { } step ? Step(step) : null;
        wire.Counts = Counts(run.Counts);
        wire.Producers.Add(run.Producers.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal));
        return wire.ToByteArray();
    }

    /// <summary>An analysis as a list shows it.</summary>
    /// <param name="header">Its header.</param>
    public static Wire.Analysis Analysis(AnalysisHeader header) => new()
    {
        Name = Collection + header.Id,
        State = Names<AnalysisState, Wire.Analysis.Types.State>.Of((AnalysisState)header.State),
        Revision = (ulong)header.Revision,
        Created = Time(header.Created),
        Updated = Time(header.Updated),
        Newest = header.Newest is { } newest ? Time(newest) : null,
        Looks = header.Looks,
        PolicyName = header.PolicyName,
        Labels = { header.Labels.ToDictionary(l => l.Key, l => l.Value, StringComparer.Ordinal) },
    };

    /// <summary>An event.</summary>
    /// <param name="happened">What happened.</param>
    /// <param name="isNew">Whether the watch has not been told of it before.</param>
    /// <returns>The bytes of an AnalysisEvent.</returns>
    public static byte[] Event(AnalysisEvent happened, bool isNew)
    {
        var wire = new Wire.AnalysisEvent { Revision = happened.Revision, Time = Time(happened.Time) };
        switch (happened.Change)
        {
            case AnalysisChange.Looked looked:
                wire.Look = new()
                {
                    Number = looked.Moment.Number,
                    Epoch = (ulong)looked.Moment.Epoch,
                    Judgement = ToWire.Judgement(looked.Judgement),
                    CanaryTraffic = looked.CanaryTraffic,
                    Data = isNew,
                    Until = Time(looked.Moment.Until),
                };
                break;
            case AnalysisChange.Ended ended:
                wire.StateChange = new() { State = Names<AnalysisState, Wire.Analysis.Types.State>.Of(ended.State) };
                break;
            case AnalysisChange.Stepped stepped:
                wire.StepChange = new() { Step = stepped.Step is { } step ? Step(step) : null };
                break;
            case AnalysisChange.Warned warned:
                wire.Warning = ToWire.Warning(warned.Warning);
                break;
        }

        return wire.ToByteArray();
    }

    /// <summary>The acknowledgement of a batch.</summary>
    /// <param name="sequence">Its sequence.</param>
    /// <param name="counts">What became of its rows.</param>
    /// <param name="revision">The newest event.</param>
    /// <param name="isRepeated">Whether it had been taken before.</param>
    /// <returns>The bytes of an IngestBatchResponse.</returns>
    public static byte[] Ack(ulong sequence, BatchCounts counts, ulong revision, bool isRepeated) =>
        new Wire.IngestBatchResponse { Sequence = sequence, Counts = Counts(counts), Revision = revision, Repeated = isRepeated }.ToByteArray();

    /// <summary>A time of the contract, exact.</summary>
    /// <param name="nanoseconds">Unix nanoseconds.</param>
    public static Timestamp Time(long nanoseconds)
    {
        var (seconds, rest) = Math.DivRem(nanoseconds, RunOptions.Second);
        return rest < 0 ? new() { Seconds = seconds - 1, Nanos = (int)(rest + RunOptions.Second) } : new() { Seconds = seconds, Nanos = (int)rest };
    }

    /// <summary>A step.</summary>
    /// <param name="step">The step.</param>
    public static Wire.Step Step(AnalysisStep step) => new()
    {
        Epoch = (ulong)step.Epoch,
        Index = (uint)step.Index,
        WeightBasisPoints = (uint)step.WeightBasisPoints,
        Since = Time(step.Since),
    };

    /// <summary>How an analysis runs.</summary>
    /// <param name="options">The options.</param>
    public static Wire.RunOptions Options(RunOptions options) => new()
    {
        Bucket = Length(options.Bucket),
        Lateness = Length(options.Lateness),
        MinimumDuration = Length(options.Minimum),
        MaximumDuration = options.Maximum is { } maximum ? Length(maximum) : null,
        PlannedLooks = { options.PlannedLooks.Select(Length) },
        StopRule = Names<StopRule, Wire.RunOptions.Types.StopRule>.Of(options.StopRule),
        UnwatchedAfter = options.UnwatchedAfter is { } unwatched ? Length(unwatched) : null,
        ExpectedSplit = options.CanaryShare is { } share ? new() { CanaryShare = share } : null,
    };

    private static Duration Length(long nanoseconds) => UnixTime.Length(nanoseconds).ToDuration();

    private static Wire.IngestCounts Counts(BatchCounts counts) => new()
    {
        Accepted = counts.Accepted,
        Duplicate = counts.Duplicate,
        Late = counts.Late,
        Rejected =
        {
            counts.Rejected.Select(r => new Wire.IngestCounts.Types.Rejected { Reason = Names<Rejection, Wire.IngestCounts.Types.Rejection>.Of(r.Key), Rows = r.Value }),
        },
    };
}
