using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Analyses;

/// <summary>The rows of one metric that wait for their bucket to close.</summary>
internal interface IOpenRows
{
    /// <summary>The width of a bucket, nanoseconds; null while it is not known.</summary>
    long? Width { get; }

    /// <summary>How many values wait; of histograms all their counts.</summary>
    long Values { get; }

    /// <summary>The newest time that the rows taken so far speak for; null without any.</summary>
    long? Newest { get; }

    /// <summary>The earliest time that waits; null: none does.</summary>
    long? Earliest { get; }

    /// <summary>The end of the earliest bucket that waits; null: none does, or the width is not known.</summary>
    long? NextEnd { get; }

    /// <summary>Takes rows.</summary>
    /// <param name="series">One metric in one arm, of this kind.</param>
    /// <param name="gate">Which times may come in.</param>
    /// <param name="counts">Counts what becomes of each row.</param>
    void Add(Series series, TimeGate gate, BatchCounts counts);

    /// <summary>When the data have shown the width; null: it is known, or more is needed.</summary>
    long? WidthSeenAt();

    /// <summary>Settles the width by what has been seen.</summary>
    /// <param name="fallback">The width when too little was seen.</param>
    void SettleWidth(long fallback);

    /// <summary>Takes out the bucket that ends at a time.</summary>
    /// <param name="end">The time, that of <see cref="NextEnd"/>.</param>
    /// <param name="steps">Tell which time belongs to which step; what belongs to none is dropped.</param>
    /// <param name="from">Rows before this time are dropped: the warm-up.</param>
    /// <param name="strata">Learns the rows' labels, and says of which stratum they are.</param>
    /// <returns>One bucket per step that has rows, in order of time; of each its strata in order of names.</returns>
    IReadOnlyList<ClosedBucket[]> Close(long end, StepLine steps, long from, StrataSeen strata);

    /// <summary>How many values would still wait once the watermark is there.</summary>
    /// <param name="watermark">Unix nanoseconds.</param>
    long ValuesAfter(long watermark);

    /// <summary>Forgets everything that waits.</summary>
    void Clear();

    /// <summary>Writes the state.</summary>
    /// <param name="to">Takes it.</param>
    void Write(StateWriter to);
}

/// <summary>Which times of data may come in.</summary>
/// <param name="Passed">The watermark: what ends up to here is closed.</param>
/// <param name="Latest">Later times lie further in the future than clocks may differ.</param>
internal readonly record struct TimeGate(long Passed, long Latest);
