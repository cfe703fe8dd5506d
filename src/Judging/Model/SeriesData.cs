namespace CanaryJudge.Judging.Model;

/// <summary>The values of one series, by kind. Times are Unix nanoseconds (UTC), of interval data the interval's start.</summary>
/// <remarks>
/// All columns of a series have the same length. Values are as received: NaN (missing), infinities, duplicates and any order are allowed
/// and dealt with when the pair is prepared. Nothing in a series is changed after it is made.
/// </remarks>
public abstract record SeriesData
{
    private SeriesData()
    {
    }

    /// <summary>The name of the metric kind that judges this data, as in the policy.</summary>
    public abstract string Kind { get; }

    /// <summary>The number of rows, dropped ones included.</summary>
    public abstract int Count { get; }

    /// <summary>The time of each row; empty where rows have only an order (samples).</summary>
    public abstract ReadOnlyMemory<long> Times { get; }

    /// <summary>Some of the rows, in a given order.</summary>
    /// <param name="rows">Numbers of rows, from 0.</param>
    public abstract SeriesData Only(int[] rows);

    /// <summary>Raw observations.</summary>
    /// <param name="At">Times, or empty: order only.</param>
    /// <param name="Values">The observations.</param>
    /// <param name="Clusters">The user or session key of each observation, hashed; empty when there is none.</param>
    public sealed record Samples(long[] At, double[] Values, ulong[] Clusters) : SeriesData
    {
        /// <inheritdoc />
        public override string Kind => "samples";

        /// <inheritdoc />
        public override int Count => Values.Length;

        /// <inheritdoc />
        public override ReadOnlyMemory<long> Times => At;

        /// <inheritdoc />
        public override SeriesData Only(int[] rows) => new Samples(Pick(At, rows), Pick(Values, rows), Pick(Clusters, rows));
    }

    /// <summary>One number per interval.</summary>
    /// <param name="Interval">The width of an interval; null: the usual spacing of the times.</param>
    /// <param name="At">Times.</param>
    /// <param name="Values">One value per interval; NaN is missing.</param>
    public sealed record Points(TimeSpan? Interval, long[] At, double[] Values) : SeriesData
    {
        /// <inheritdoc />
        public override string Kind => "points";

        /// <inheritdoc />
        public override int Count => Values.Length;

        /// <inheritdoc />
        public override ReadOnlyMemory<long> Times => At;

        /// <inheritdoc />
        public override SeriesData Only(int[] rows) => new Points(Interval, Pick(At, rows), Pick(Values, rows));
    }

    /// <summary>Bad (or good) events out of all events, per interval.</summary>
    /// <param name="At">Times.</param>
    /// <param name="Events">Whole numbers, at least 0 and at most the total.</param>
    /// <param name="Totals">Whole numbers, at least 0.</param>
    public sealed record Ratios(long[] At, double[] Events, double[] Totals) : SeriesData
    {
        /// <inheritdoc />
        public override string Kind => "ratio";

        /// <inheritdoc />
        public override int Count => Events.Length;

        /// <inheritdoc />
        public override ReadOnlyMemory<long> Times => At;

        /// <inheritdoc />
        public override SeriesData Only(int[] rows) => new Ratios(Pick(At, rows), Pick(Events, rows), Pick(Totals, rows));
    }

    /// <summary>Events per exposure (time or requests), per interval.</summary>
    /// <param name="At">Times.</param>
    /// <param name="Events">Whole numbers, at least 0.</param>
    /// <param name="Exposures">Positive, one unit per metric; 0 where the interval had none.</param>
    public sealed record Counts(long[] At, double[] Events, double[] Exposures) : SeriesData
    {
        /// <inheritdoc />
        public override string Kind => "count";

        /// <inheritdoc />
        public override int Count => Events.Length;

        /// <inheritdoc />
        public override ReadOnlyMemory<long> Times => At;

        /// <inheritdoc />
        public override SeriesData Only(int[] rows) => new Counts(Pick(At, rows), Pick(Events, rows), Pick(Exposures, rows));
    }

    /// <summary>Bucket counts, per interval.</summary>
    /// <param name="At">Times.</param>
    /// <param name="UpperBounds">The buckets' upper bounds, rising, shared by all rows; the last may be +infinity.</param>
    /// <param name="Rows">For each time the count in each bucket (not cumulative).</param>
    public sealed record Histograms(long[] At, double[] UpperBounds, double[][] Rows) : SeriesData
    {
        /// <summary>Whether the counts are of raw observations that were too many to keep one by one; such data fit a policy of kind samples.</summary>
        public bool OfSamples { get; init; }

        /// <inheritdoc />
        public override string Kind => "histogram";

        /// <inheritdoc />
        public override int Count => Rows.Length;

        /// <inheritdoc />
        public override ReadOnlyMemory<long> Times => At;

        /// <inheritdoc />
        public override SeriesData Only(int[] rows) => this with { At = Pick(At, rows), Rows = Pick(Rows, rows) };
    }

    /// <summary>Counts in exponential buckets, per interval; each interval may have its own scale.</summary>
    /// <param name="At">Times.</param>
    /// <param name="Rows">The counts of each time.</param>
    public sealed record ExponentialHistograms(long[] At, ExponentialRow[] Rows) : SeriesData
    {
        /// <inheritdoc />
        public override string Kind => "histogram";

        /// <inheritdoc />
        public override int Count => Rows.Length;

        /// <inheritdoc />
        public override ReadOnlyMemory<long> Times => At;

        /// <inheritdoc />
        public override SeriesData Only(int[] rows) => new ExponentialHistograms(Pick(At, rows), Pick(Rows, rows));
    }

    // A column that is not there (samples without times or keys) stays so.
    private static T[] Pick<T>(T[] column, int[] rows) => column.Length == 0 ? [] : Array.ConvertAll(rows, row => column[row]);
}
