using System.Globalization;
using CanaryJudge.Judging.Anomalies;
using CanaryJudge.Judging.Inspecting;
using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics.Anomalies;

namespace CanaryJudge.Judging.Reports;

/// <summary>Health and anomalies on a terminal: a line of heights per arm, its changes marked, what is odd below.</summary>
public static class InspectionReport
{
    private const int Label = 10;

    /// <summary>Writes all metrics.</summary>
    /// <param name="inspection">What was found.</param>
    /// <param name="style">What is known of the reader.</param>
    /// <returns>Lines, each ended by a line feed.</returns>
    public static string Render(Inspection inspection, ReportStyle style)
    {
        ArgumentNullException.ThrowIfNull(inspection);
        ArgumentNullException.ThrowIfNull(style);
        var screen = new Screen(style);
        foreach (var metric in inspection.Metrics)
        {
            screen.Block();
            Add(screen, metric, style);
        }

        screen.Block();
        foreach (var warning in inspection.Warnings)
        {
            screen.Paragraph($"! {warning.Message}");
        }

        if (inspection.Joint is { } joint)
        {
            screen.Paragraph($"Together, by {joint.Method}: {Together(joint)}");
        }

        if (inspection.Metrics.Count == 0)
        {
            screen.Paragraph("No data.");
        }

        return screen.Text();
    }

    private static void Add(Screen screen, MetricInspection metric, ReportStyle style)
    {
        var unit = metric.Unit.Length > 0 ? $", {metric.Unit}" : "";
        screen.Paragraph($"{metric.Name} ({metric.Kind}{unit}){Window(metric, style)}");
        double[] heights = [.. metric.Arms.SelectMany(a => a.Shape).Where(double.IsFinite).Order()];
        foreach (var arm in metric.Arms)
        {
            // Without the outermost, so that one spike does not flatten the rest.
            Draw(screen, metric, arm, style, heights.Length == 0 ? 0 : heights[heights.Length / 50], heights.Length == 0 ? 0 : heights[heights.Length - 1 - (heights.Length / 50)]);
        }

        foreach (var line in Lines(metric, style))
        {
            screen.Paragraph(line, indent: 2);
        }
    }

    private static void Draw(Screen screen, MetricInspection metric, ArmInspection arm, ReportStyle style, double low, double high)
    {
        var room = Math.Min(ArmLook.Stretches, screen.Width - Label - 2);
        var shape = Sparkline.Of([.. arm.Shape.Take(room)], low, high, style.Ascii);
        screen.Add(Line.Of($"  {(arm.Arm == Arm.Baseline ? "baseline" : "canary"),-Label}{shape}"));
        if (arm.Marks.Count is > 0 and <= RankPartition.MostChanges)
        {
            screen.Add(Line.Of($"  {"",-Label}{Marks(arm, room, metric, style)}".TrimEnd()));
        }
    }

    /// <summary><c>^14:05</c> below each change; the time only where there is room for it.</summary>
    private static string Marks(ArmInspection arm, int room, MetricInspection metric, ReportStyle style)
    {
        var line = new string(' ', room).ToCharArray();
        int[] carets = [.. arm.Marks.Select(m => Math.Min(m, room - 1))];
        foreach (var at in carets)
        {
            line[at] = '^';
        }

        for (var i = 0; i < carets.Length; i++)
        {
            var text = arm.Changes[i].Time is { } time ? Numbers.Time(time, style.Offset ?? TimeSpan.Zero) : At(null, arm.Changes[i].Index, metric, style);
            foreach (var from in new[] { carets[i] + 1, carets[i] - text.Length })
            {
                if (from >= 0 && from + text.Length <= room && line[Math.Max(0, from - 1)..Math.Min(room, from + text.Length + 1)].Count(c => c != ' ') <= 1 && line[from..(from + text.Length)].All(c => c == ' '))
                {
                    text.CopyTo(0, line, from, text.Length);
                    break;
                }
            }
        }

        return new(line);
    }

    private static IEnumerable<string> Lines(MetricInspection metric, ReportStyle style)
    {
        foreach (var arm in metric.Arms)
        {
            yield return $"{(arm.Arm == Arm.Baseline ? "baseline" : "canary")}: {Numbers.Count(arm.Count)} {(arm.Count == 1 ? "value" : "values")}, median {Level(metric, arm.Median)}{Dependence(arm)}{Changes(metric, arm, style)}";
        }

        foreach (var anomaly in metric.Anomalies.Where(a => a.Kind != AnomalyKind.Change))
        {
            yield return anomaly.Text;
        }

        foreach (var arm in metric.Arms.Where(a => a.Strangest.Count > 0))
        {
            var points = arm.Strangest.Select(p => $"{Level(metric, p.Value)}{When(p.Time, metric, style)} (z {Z(p.Z)}{(p.PValue is { } chance ? $", {Numbers.Chance(chance)}" : "")})");
            yield return $"strangest of the {(arm.Arm == Arm.Baseline ? "baseline" : "canary")}: {string.Join(", ", points)}";
        }

        if (metric.SmallestSeen is { } smallest)
        {
            yield return smallest < 10
                ? $"so much data would show a change of {Numbers.Share(Math.Ceiling(smallest * 1000) / 1000)} in four of five runs"
                : "so much data would hardly show any change";
        }

        foreach (var warning in metric.Warnings.Where(w => !metric.Anomalies.Any(a => a.Text == w.Message)))
        {
            yield return $"! {warning.Message}";
        }
    }

    private static string Dependence(ArmInspection arm) =>
        arm is { LagOne: { } r, EffectiveCount: { } worth } && r > 2 / Math.Sqrt(arm.Count) ? $", neighbours alike ({r.ToString("0.00", CultureInfo.InvariantCulture)}), worth {Numbers.Count(Math.Max(1, worth))}" : "";

    private static string Changes(MetricInspection metric, ArmInspection arm, ReportStyle style) => arm.Changes.Count switch
    {
        0 => "",
        > RankPartition.MostChanges => $"; {Numbers.Count(arm.Changes.Count)} changes, it {(arm.Drift ? "drifts" : "jumps about")}",
        _ => $"; {(arm.Drift ? "drifts" : "changes")} at {string.Join(", ", arm.Changes.Select(c => $"{At(c.Time, c.Index, metric, style)} ({Level(metric, c.Before)} → {Level(metric, c.After)})"))}",
    };

    private static string Together(JointJudgement joint) => joint switch
    {
        { Skipped.Length: > 0 } => $"not looked at. {joint.Skipped}",
        { Found: true } => joint.Text,
        _ => $"nothing odd in {Numbers.Count(joint.TrainRows + joint.CalibrationRows)} baseline and {Numbers.Count(joint.CanaryRows)} canary intervals.",
    };

    private static string Z(double z) => double.IsFinite(z) ? z.ToString("0.0", CultureInfo.InvariantCulture).Replace('-', '−') : "beyond any";

    private static string Level(MetricInspection metric, double? level) => AnomalyWords.Level(metric.Kind, metric.Unit, level);

    private static string Window(MetricInspection metric, ReportStyle style)
    {
        var (from, to) = (metric.Arms.Min(a => a.From), metric.Arms.Max(a => a.To));
        return from is { } f && to is { } t ? $", {Numbers.Times(f, t, style.Offset ?? TimeSpan.Zero, dated: true)}{(style.Offset is null ? " UTC" : "")}" : "";
    }

    private static string When(DateTimeOffset? time, MetricInspection metric, ReportStyle style) => time is { } t ? $" at {At(t, 0, metric, style)}" : "";

    private static string At(DateTimeOffset? time, int index, MetricInspection metric, ReportStyle style)
    {
        if (time is not { } t)
        {
            return $"value {Numbers.Count(index + 1)}";
        }

        var span = metric.Arms.Max(a => a.To)!.Value - metric.Arms.Min(a => a.From)!.Value;
        return AnomalyWords.Clock(t, span, style.Offset ?? TimeSpan.Zero);
    }
}
