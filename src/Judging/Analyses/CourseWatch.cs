using CanaryJudge.Judging.Analyses.Evidence;
using CanaryJudge.Judging.Anomalies;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Health;
using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics.Anomalies;
using Samples = CanaryJudge.Statistics.Samples;

namespace CanaryJudge.Judging.Analyses;

/// <summary>How a metric ran over time, kept up as its buckets close: changes, the canary's course, an unsteady baseline, what speaks against the comparison.</summary>
/// <remarks>
/// What a single look says of the same values, one per bucket (of raw observations their median), is said here: the cost of a look is bounded
/// since <see cref="ArmsOverTime"/> is. It explains and, by the policy's word on health, withholds a PASS; no verdict rests on it otherwise. Far
/// points are not looked for, and a canary that was worse all the time is told of with a FAIL only: their chances are those of one look, and of
/// healthy canaries 8% would be called worse at one look or another.
/// </remarks>
internal sealed class CourseWatch
{
    /// <summary>A change so many intervals after a step is told of with it.</summary>
    private const double NearStep = 10;

    private readonly ArmsOverTime _arms = new();

    /// <summary>Takes a closed bucket.</summary>
    /// <param name="strata">What both arms had, by strata; at least one.</param>
    public void Add(ClosedBucket[] strata)
    {
        if (strata is [var only])
        {
            _arms.Add(only.Start, Value(only.Baseline), Value(only.Canary));
            return;
        }

        // All alike, and only those of both arms: weights by traffic would move with the mix.
        var (baseline, canary, count) = (0.0, 0.0, 0);
        foreach (var stratum in strata)
        {
            if (Value(stratum.Baseline) is var b && Value(stratum.Canary) is var c && !double.IsNaN(b) && !double.IsNaN(c))
            {
                (baseline, canary, count) = (baseline + b, canary + c, count + 1);
            }
        }

        _arms.Add(strata[0].Start, count > 0 ? baseline / count : double.NaN, count > 0 ? canary / count : double.NaN);
    }

    /// <summary>The judgement with what is odd over time in it.</summary>
    /// <param name="judgement">The metric's verdict.</param>
    /// <param name="metric">What the user wrote.</param>
    /// <param name="steps">When the weight moved.</param>
    public MetricJudgement Into(MetricJudgement judgement, MetricPolicy metric, StepLine steps)
    {
        var times = new MetricTimes(MetricPlan.For(metric, judgement.Kind, null), null, null, _arms.Baseline(), _arms.Canary())
        {
            StepBefore = (from, interval) => Step(steps, from, interval),
        };
        Anomaly[] anomalies = [.. MetricAnomalies.OverTime(times).Where(a => a.Course != CourseName.Throughout || judgement.Verdict == Verdict.Fail)];
        var warnings = new List<Warning>();
        HealthChecks.Add(times, anomalies, warnings);
        return anomalies.Length == 0 && warnings.Count == 0 ? judgement
            : judgement with { Anomalies = anomalies, Warnings = [.. judgement.Warnings, .. warnings] };
    }

    /// <summary>Writes the state.</summary>
    public void Write(StateWriter to) => PartState.Write(to, _arms);

    /// <summary>Reads the state.</summary>
    public void Read(ref StateReader from) => PartState.Read(from.Bytes(), _arms);

    /// <summary>The step that a change came with or soon after; a time is known to one interval.</summary>
    private static AnomalyStep? Step(StepLine steps, long from, double interval)
    {
        if (steps.NewestBefore(from + (long)interval) is not { } step)
        {
            return null;
        }

        var after = Math.Max(0, from - step.Since);
        return after > NearStep * interval ? null : new(step.WeightBasisPoints, TimeSpan.FromTicks(after / TimeSpan.NanosecondsPerTick));
    }

    /// <summary>One number for what an arm had in a bucket; NaN: nothing.</summary>
    private static double Value(SeriesData? data)
    {
        if (data is SeriesData.ExponentialHistograms exponential)
        {
            var grid = new ExponentialGrid();
            grid.Grow(exponential);
            data = grid.Explicit(exponential, 0);
        }

        return Timelines.Of(data, TimeSpan.Zero).Values switch
        {
            [] => double.NaN,
            [var value] => value,
            var values => Samples.MedianOf(values),
        };
    }
}
