using System.Buffers;

namespace CanaryJudge.Judging.Analyses;

/// <summary>The evidence of one metric, carried from look to look. Pure, incremental, of bounded size however long the run.</summary>
public interface IMetricWatch
{
    /// <summary>Takes one closed bucket; buckets come in order of time, each once.</summary>
    /// <param name="strata">What both arms had: its strata in order of names, at least one, of one step. Their names are few however long the run.</param>
    void Add(params ReadOnlySpan<ClosedBucket> strata);

    /// <summary>Says what the evidence amounts to. Asked again for the same moment, it gives the same answer, to the bit.</summary>
    /// <param name="moment">Which look it is.</param>
    MetricLook Look(LookMoment moment);

    /// <summary>Writes everything that later looks depend on; <see cref="IMetricWatches.Read"/> makes the same watch of it, to the bit.</summary>
    /// <param name="target">Takes the bytes.</param>
    void Write(IBufferWriter<byte> target);
}
