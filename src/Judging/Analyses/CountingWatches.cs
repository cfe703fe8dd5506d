using System.Buffers;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;

namespace CanaryJudge.Judging.Analyses;

/// <summary>Watches that count the rows of both arms and never decide.</summary>
internal sealed class CountingWatches : IMetricWatches
{
    /// <inheritdoc />
    public int Version => 1;

    /// <inheritdoc />
    public IMetricWatch Start(MetricWatchPlan plan) => new Watch(plan);

    /// <inheritdoc />
    public IMetricWatch Read(MetricWatchPlan plan, ReadOnlySpan<byte> state)
    {
        var from = new StateReader(state);
        var watch = new Watch(plan) { Baseline = from.Whole(), Canary = from.Whole() };
        from.End();
        return watch;
    }

    private sealed class Watch(MetricWatchPlan plan) : IMetricWatch
    {
        public long Baseline { get; set; }

        public long Canary { get; set; }

        public void Add(ClosedBucket bucket) => (Baseline, Canary) = (Baseline + (bucket.Baseline?.Count ?? 0), Canary + (bucket.Canary?.Count ?? 0));

        public MetricLook Look(LookMoment moment)
        {
            var obstacle = Obstacles.Empty(Baseline, Canary) ?? new Obstacle(ReasonCode.NotEnoughData, $"{Baseline} baseline and {Canary} canary rows so far.");
            return new(WithoutEvidence.Judge(plan.Metric, plan.Kind, plan.Beta, obstacle, moment.IsLast));
        }

        public void Write(IBufferWriter<byte> target)
        {
            var writer = new StateWriter(target);
            writer.Whole(Baseline);
            writer.Whole(Canary);
        }
    }
}
