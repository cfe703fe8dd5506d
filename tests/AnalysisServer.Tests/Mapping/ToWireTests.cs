using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics.Anomalies;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.AnalysisServer.Tests.Mapping;

public sealed class ToWireTests
{
    [Fact]
    public void Every_name_of_the_model_has_its_namesake_in_the_contract()
    {
        Assert.All(Enum.GetValues<Verdict>(), v => Assert.Equal(v.ToString(), ToWire.Verdict(v).ToString()));
        Assert.All(Enum.GetValues<ReasonCode>(), v => Assert.Equal(v.ToString(), ToWire.Reason(v).ToString()));
        Assert.All(Enum.GetValues<WarningCode>(), v => Assert.Equal(v.ToString(), ToWire.Warning(new(v, "")).Code.ToString()));
        Assert.All(Enum.GetValues<AnomalyKind>(), v => Assert.Equal(v.ToString(), Names<AnomalyKind, Wire.Anomaly.Types.Kind>.Of(v).ToString()));
        Assert.All(Enum.GetValues<CourseName>(), v => Assert.Equal(v.ToString(), Names<CourseName, Wire.Anomaly.Types.Course>.Of(v).ToString()));
        Assert.All(Enum.GetValues<NextAction>(), v => Assert.Equal(v.ToString(), Names<NextAction, Wire.Judgement.Types.Action>.Of(v).ToString()));
    }

    [Fact]
    public void A_full_judgement_loses_nothing()
    {
        var wire = ToWire.Judgement(Samples.Judgement);

        Assert.Equal(("checkout", Wire.Judgement.Types.Verdict.Fail, Wire.Judgement.Types.Action.RollBack), (wire.Policy, wire.Verdict, wire.Action));
        Assert.Equal(Samples.Judgement.From, wire.From.ToDateTimeOffset());
        Assert.Equal((12.5, 0.05, 0.1, ulong.MaxValue), (wire.Score, wire.Alpha, wire.Beta, wire.Seed));
        var metric = Assert.Single(wire.Metrics);
        Assert.Equal(("latency_ms", "samples", "ms", "slow", 2.0), (metric.Name, metric.Kind, metric.Unit, metric.Group, metric.Weight));
        Assert.Equal((0.05, 20.0, true), (metric.Tolerance.Relative, metric.Tolerance.Absolute, metric.Margin.InPoints));
        Assert.Equal((1000.0, 3.0, 700.5), (metric.Baseline.Count, metric.Baseline.Events, metric.Baseline.EffectiveCount));
        Assert.Equal((0.99, 250.0), (metric.Baseline.Quantiles[0].Probability, metric.Baseline.Quantiles[0].Value));
        Assert.Equal(("shift", 12.0, 8.0, 16.0, 0.001), (metric.Effect.Measure, metric.Effect.Estimate, metric.Effect.Lower, metric.Effect.Upper, metric.Effect.PValue));
        Assert.Equal(("p99", true), (metric.Guards[0].Measure, metric.Guards[0].Failed));
        Assert.Equal((1900.0, TimeSpan.FromMinutes(7)), (metric.Needed.CanarySamples, metric.Needed.Duration.ToTimeSpan()));
        Assert.Equal(Wire.Warning.Types.Code.Bursts, metric.Warnings[0].Code);
        Assert.Equal(("slow", Wire.Judgement.Types.Verdict.Fail), (wire.Groups[0].Name, wire.Groups[0].Verdict));
    }

    [Fact]
    public void What_is_odd_loses_nothing()
    {
        var wire = ToWire.Judgement(Samples.Judgement);
        var (course, points) = (wire.Metrics[0].Anomalies[0], wire.Metrics[0].Anomalies[1]);

        Assert.Equal((Wire.Anomaly.Types.Kind.Course, Wire.Anomaly.Types.Arm.Canary, Wire.Anomaly.Types.Course.Healed), (course.Kind, course.Arm, course.Course));
        Assert.Equal((0.001, 0.5, 100.0, 150.0, TimeSpan.FromMinutes(5)), (course.PValue, course.Effect, course.Before, course.After, course.Warmup.ToTimeSpan()));
        Assert.Equal((false, false, 0.4), (points.HasCourse, points.HasPValue, points.Statistic));
        Assert.Equal((900.0, false, 0.02), (points.Points[0].Value, points.Points[0].HasZ, points.Points[0].PValue));
        Assert.Equal((60u, 30u, 20u, 2u), (wire.Joint.Rows.Train, wire.Joint.Rows.Calibration, wire.Joint.Rows.Canary, wire.Joint.Rows.Dropped));
        Assert.Equal(("distance", true, true, 0.0004, 0.0125, 0.1), (wire.Joint.Method, wire.Joint.Guard, wire.Joint.Found, wire.Joint.PValue, wire.Joint.Alpha, wire.Joint.Shrinkage));
        Assert.Equal(("cpu", 0.75, 0.03, "Out of step."), (wire.Joint.Contributions[0].Metric, wire.Joint.Contributions[0].Share, wire.Joint.Points[0].PValue, wire.Joint.Text));
        Assert.Null(ToWire.Judgement(Samples.Judgement with { Joint = null }).Joint);
    }

    [Fact]
    public void Numbers_that_could_not_be_computed_are_not_set()
    {
        var wire = ToWire.Judgement(Samples.Judgement).Metrics[0];

        Assert.False(wire.Effect.HasRelativeUpper);
        Assert.False(wire.Baseline.HasMedian);
        Assert.False(wire.Canary.HasMean);
        Assert.False(wire.Margin.HasRelative);
    }

    [Fact]
    public void An_empty_judgement_is_still_one()
    {
        var wire = ToWire.Judgement(new() { Verdict = Verdict.Inconclusive, Reason = "No data.", ReasonCode = ReasonCode.NoData, Metrics = [] });

        Assert.Null(wire.From);
        Assert.Empty(wire.Metrics);
    }
}
