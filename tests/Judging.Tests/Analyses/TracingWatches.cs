using System.Buffers;
using System.Globalization;
using CanaryJudge.Judging.Analyses;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Tests.Analyses;

/// <summary>Watches that fold every bit they are given into one number, so that two runs agree only if they saw exactly the same.</summary>
/// <remarks>The verdict is that of the newest values: a canary value of 1,000,000 or more fails, of -1 or less passes.</remarks>
internal sealed class TracingWatches : IMetricWatches
{
    public int Version => 7;

    public List<ClosedBucket> Closed { get; } = [];

    public IMetricWatch Start(MetricWatchPlan plan) => new Watch(this, plan);

    public IMetricWatch Read(MetricWatchPlan plan, ReadOnlySpan<byte> state)
    {
        var from = new StateReader(state);
        var watch = new Watch(this, plan) { Trace = from.Whole(), Verdict = (Verdict)from.Small() };
        from.End();
        return watch;
    }

    private sealed class Watch(TracingWatches all, MetricWatchPlan plan) : IMetricWatch
    {
        public long Trace { get; set; } = 17;

        public Verdict Verdict { get; set; } = Verdict.Inconclusive;

        public void Add(params ReadOnlySpan<ClosedBucket> strata)
        {
            foreach (var bucket in strata)
            {
                Add(bucket);
            }
        }

        private void Add(ClosedBucket bucket)
        {
            all.Closed.Add(bucket);
            foreach (var c in bucket.Stratum)
            {
                Fold(c);
            }

            Fold(bucket.Start);
            Fold(bucket.End);
            Fold(bucket.Epoch);
            foreach (var data in new[] { bucket.Baseline, bucket.Canary })
            {
                Fold(data?.Count ?? -1);
                foreach (var time in data is null ? [] : data.Times.Span)
                {
                    Fold(time);
                }

                foreach (var value in Values(data))
                {
                    Fold(BitConverter.DoubleToInt64Bits(value));
                    Verdict = value >= 1e6 ? Verdict.Fail : value <= -1 ? Verdict.Pass : Verdict;
                }
            }
        }

        public MetricLook Look(LookMoment moment) => new(new MetricJudgement
        {
            Name = plan.Metric.Name,
            Kind = plan.Kind,
            Direction = Direction.Increase,
            Critical = plan.Metric.Critical,
            Weight = plan.Metric.Weight,
            Verdict = Verdict,
            Reason = $"{Trace:x} {plan.Alpha.ToString("R", CultureInfo.InvariantCulture)} {moment}",
            ReasonCode = Verdict == Verdict.Fail ? ReasonCode.HarmProven : Verdict == Verdict.Pass ? ReasonCode.HarmRuledOut : ReasonCode.NotEnoughData,
        });

        public void Write(IBufferWriter<byte> target)
        {
            var to = new StateWriter(target);
            to.Whole(Trace);
            to.Small((byte)Verdict);
        }

        private static IEnumerable<double> Values(SeriesData? data) => data switch
        {
            SeriesData.Samples samples => samples.Values.Concat(samples.Clusters.Select(c => (double)c)),
            SeriesData.Points points => points.Values,
            SeriesData.Ratios ratios => ratios.Events.Concat(ratios.Totals),
            SeriesData.Counts counts => counts.Events.Concat(counts.Exposures),
            SeriesData.Histograms histograms => histograms.Rows.SelectMany(r => r),
            _ => [],
        };

        private void Fold(long value) => Trace = (Trace * 6364136223846793005) + value;
    }
}
