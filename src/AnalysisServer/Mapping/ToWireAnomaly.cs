using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics.Anomalies;
using Google.Protobuf.WellKnownTypes;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.AnalysisServer.Mapping;

/// <summary>Turns what is odd into the contract's.</summary>
public static class ToWireAnomaly
{
    /// <summary>One metric's anomaly.</summary>
    /// <param name="anomaly">As the judge found it.</param>
    /// <returns>A message that shares nothing with it.</returns>
    public static Wire.Anomaly Anomaly(Anomaly anomaly)
    {
        var wire = new Wire.Anomaly
        {
            Kind = Names<AnomalyKind, Wire.Anomaly.Types.Kind>.Of(anomaly.Kind),
            Arm = Names<Arm, Wire.Anomaly.Types.Arm>.Of(anomaly.Arm),
            From = anomaly.From?.ToTimestamp(),
            To = anomaly.To?.ToTimestamp(),
            Drift = anomaly.Drift,
            Warmup = anomaly.Warmup?.ToDuration(),
            Points = { anomaly.Points.Select(Point) },
            Text = anomaly.Text,
            AfterStep = anomaly.Step?.After.ToDuration(),
        };
        if (anomaly.Step is { } step)
        {
            wire.StepWeightBasisPoints = (uint)step.WeightBasisPoints;
        }

        if (anomaly.Course is { } course)
        {
            wire.Course = Names<CourseName, Wire.Anomaly.Types.Course>.Of(course);
        }

        ToWireMetric.Set(anomaly.Statistic, v => wire.Statistic = v);
        ToWireMetric.Set(anomaly.PValue, v => wire.PValue = v);
        ToWireMetric.Set(anomaly.Effect, v => wire.Effect = v);
        ToWireMetric.Set(anomaly.Before, v => wire.Before = v);
        ToWireMetric.Set(anomaly.After, v => wire.After = v);
        return wire;
    }

    /// <summary>What is odd in all metrics together.</summary>
    /// <param name="joint">As the judge found it; null: not looked for.</param>
    /// <returns>A message that shares nothing with it; null for null.</returns>
    public static Wire.Joint? Joint(JointJudgement? joint)
    {
        if (joint is null)
        {
            return null;
        }

        var wire = new Wire.Joint
        {
            Method = joint.Method,
            Guard = joint.Guard,
            Skipped = joint.Skipped,
            Found = joint.Found,
            Rows = new() { Train = (uint)joint.TrainRows, Calibration = (uint)joint.CalibrationRows, Canary = (uint)joint.CanaryRows, Dropped = (uint)joint.DroppedRows },
            Contributions = { joint.Contributions.Select(c => new Wire.Joint.Types.Contribution { Metric = c.Metric, Share = c.Share }) },
            Points = { joint.Points.Select(p => new Wire.Joint.Types.Point { Time = p.Time?.ToTimestamp(), PValue = p.PValue }) },
            Text = joint.Text,
        };
        ToWireMetric.Set(joint.PValue, v => wire.PValue = v);
        ToWireMetric.Set(joint.Alpha, v => wire.Alpha = v);
        ToWireMetric.Set(joint.Shrinkage, v => wire.Shrinkage = v);
        return wire;
    }

    private static Wire.AnomalyPoint Point(AnomalyPoint point)
    {
        var wire = new Wire.AnomalyPoint { Time = point.Time?.ToTimestamp(), Value = point.Value, PValue = point.PValue };
        ToWireMetric.Set(point.Z, v => wire.Z = v);
        return wire;
    }
}
