using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics.Anomalies;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.AnalysisServer.Mapping;

/// <summary>Reads where and what is odd in a metric, for reports on the caller's side.</summary>
internal static class FromWireAnomaly
{
    /// <summary>One metric's anomaly.</summary>
    /// <param name="wire">As received.</param>
    /// <exception cref="ArgumentException">A name that this version does not know: the server is newer.</exception>
    public static Anomaly Anomaly(Wire.Anomaly wire) => new()
    {
        Kind = Enum.Parse<AnomalyKind>(wire.Kind.ToString()),
        Arm = Enum.Parse<Arm>(wire.Arm.ToString()),
        From = wire.From?.ToDateTimeOffset(),
        To = wire.To?.ToDateTimeOffset(),
        Statistic = wire.HasStatistic ? wire.Statistic : null,
        PValue = wire.HasPValue ? wire.PValue : null,
        Effect = wire.HasEffect ? wire.Effect : null,
        Before = wire.HasBefore ? wire.Before : null,
        After = wire.HasAfter ? wire.After : null,
        Course = wire.HasCourse ? Enum.Parse<CourseName>(wire.Course.ToString()) : null,
        Drift = wire.Drift,
        Warmup = wire.Warmup?.ToTimeSpan(),
        Step = wire.AfterStep is { } after ? new((int)wire.StepWeightBasisPoints, after.ToTimeSpan()) : null,
        Points = [.. wire.Points.Select(p => new AnomalyPoint(p.Time?.ToDateTimeOffset(), p.Value, p.HasZ ? p.Z : double.PositiveInfinity, p.PValue))],
        Text = wire.Text,
    };
}
