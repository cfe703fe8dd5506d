namespace CanaryJudge.Statistics.Sequential;

/// <summary>The data of both arms in one closed bucket.</summary>
public abstract record ArmsBucket
{
    private ArmsBucket()
    {
    }

    /// <summary>The number of the rollout's newest move when the data were taken; what differs from the bucket before begins a step.</summary>
    public int Epoch { get; init; }

    /// <summary>The part of the traffic that the data are of (a region): the arms are compared inside it, never across. Empty: all of it.</summary>
    public string Stratum { get; init; } = "";

    /// <summary>Events of both arms, out of a total or per exposure.</summary>
    /// <param name="Counts">The counts; a bucket that cannot be (negative, above 1e30 or below 1e-30 but not 0, more events than the total) is refused and counted.</param>
    public sealed record Events(EventBucket Counts) : ArmsBucket;

    /// <summary>One number per arm.</summary>
    /// <param name="Baseline">The baseline's, within ±1e150, since its square must be a double; NaN when it is missing.</param>
    /// <param name="Canary">The canary's; the same.</param>
    public sealed record Points(double Baseline, double Canary) : ArmsBucket;

    /// <summary>Raw observations, in any order.</summary>
    /// <param name="Baseline">The baseline's; values that are not finite are dropped and counted.</param>
    /// <param name="Canary">The canary's; the same.</param>
    public sealed record Samples(ReadOnlyMemory<double> Baseline, ReadOnlyMemory<double> Canary) : ArmsBucket
    {
        /// <summary>The hashed user or session of each value of the baseline; empty when there is none.</summary>
        public ReadOnlyMemory<ulong> BaselineKeys { get; init; }

        /// <summary>The hashed user or session of each value of the canary; empty when there is none.</summary>
        public ReadOnlyMemory<ulong> CanaryKeys { get; init; }
    }

    /// <summary>Counts by value.</summary>
    /// <param name="Edges">Ascending, one more than counts; only the outer two may be infinite.</param>
    /// <param name="Baseline">The baseline's counts, at least 0.</param>
    /// <param name="Canary">The canary's counts, at least 0.</param>
    public sealed record Histogram(double[] Edges, double[] Baseline, double[] Canary) : ArmsBucket;
}
