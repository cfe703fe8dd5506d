using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Analyses;

/// <summary>One entry of an analysis' log after its start. What an analysis is follows from its entries in order, and from nothing else.</summary>
public abstract record AnalysisEntry
{
    private AnalysisEntry(long at) => At = at;

    /// <summary>When it came, by the server's clock, Unix nanoseconds.</summary>
    public long At { get; init; }

    /// <summary>Data.</summary>
    /// <param name="At">When they came.</param>
    /// <param name="Producer">Who sent them.</param>
    /// <param name="Sequence">The producer's number of the batch, from 1 without gaps.</param>
    /// <param name="Series">The data; samples have times too.</param>
    public sealed record Batch(long At, string Producer, ulong Sequence, IReadOnlyList<Series> Series) : AnalysisEntry(At)
    {
        private UInt128? _content;

        /// <summary>A digest of the data: equal for equal batches, whenever they come.</summary>
        public UInt128 Content
        {
            get => _content ??= EntryBytes.Content(Series);
            internal init => _content = value;
        }
    }

    /// <summary>A move of the weight.</summary>
    /// <param name="At">When it was told.</param>
    /// <param name="Step">The step that begins; null: the present one only ends.</param>
    /// <param name="Ended">When the step before ended; null: when the new one begins.</param>
    public sealed record StepSet(long At, AnalysisStep? Step, long? Ended) : AnalysisEntry(At);

    /// <summary>The analysis was finished on request: the newest verdict becomes its state.</summary>
    /// <param name="At">When.</param>
    public sealed record Finished(long At) : AnalysisEntry(At);

    /// <summary>The clock says that the analysis is over its maximum and that no more data are to be expected.</summary>
    /// <param name="At">When.</param>
    public sealed record TimedOut(long At) : AnalysisEntry(At);

    /// <summary>The analysis was cancelled.</summary>
    /// <param name="At">When.</param>
    public sealed record Cancelled(long At) : AnalysisEntry(At);

    /// <summary>Nobody has watched for as long as the options allow.</summary>
    /// <param name="At">When that was noticed.</param>
    public sealed record Unwatched(long At) : AnalysisEntry(At);
}
