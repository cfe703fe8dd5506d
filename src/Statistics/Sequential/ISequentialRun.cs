namespace CanaryJudge.Statistics.Sequential;

/// <summary>The evidence of one metric, carried from look to look. Memory stays bounded however long it runs.</summary>
/// <remarks>Buckets must be closed and come in order of time, each exactly once; the same buckets give the same looks, to the bit.</remarks>
public interface ISequentialRun : IStateful
{
    /// <summary>Adds the next closed bucket and looks.</summary>
    /// <param name="strata">The data of both arms, stratum by stratum, at least one, each once; of one step. What a run keeps grows with their names.</param>
    /// <returns>What the look found.</returns>
    /// <exception cref="ArgumentException">There is no data, they are of another kind than the test judges, or their shape is broken.</exception>
    SequentialLook Add(params ReadOnlySpan<ArmsBucket> strata);

    /// <summary>The effect as of the newest look.</summary>
    /// <returns>The estimate with its ends; NaN and endless ends while nothing is known.</returns>
    SequentialEffect Effect();

    /// <summary>How much more of the canary's data acceptance needs if nothing changed: at the median, with half the chance.</summary>
    /// <returns>In the unit of <see cref="SequentialLook.CanaryCount"/>, at least 0, not rounded; NaN while it cannot be said,
    /// positive infinity when no amount is enough.</returns>
    double Needed();
}
