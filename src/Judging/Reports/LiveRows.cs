using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Reports;

/// <summary>The open metrics of a live screen: change, bar, and how far the evidence has come.</summary>
/// <param name="screen">Takes the lines.</param>
/// <param name="metrics">The metrics, worst first.</param>
/// <param name="bars">Whether there is room for bars.</param>
/// <param name="meters">Whether there is room for meters.</param>
internal sealed class LiveRows(Screen screen, IReadOnlyList<MetricJudgement> metrics, bool bars, bool meters)
{
    private const int MeasureMost = 6, ChangeMost = 10, NameMost = 28, NameLeast = 6;

    private readonly int _measure = metrics.Max(m => Math.Min(Text(screen, m.Decisive?.Measure ?? "").Length, MeasureMost));
    private readonly int _change = Math.Max("change".Length, metrics.Max(m => Math.Min(Text(screen, ShownEffect.Of(m).ChangeText).Length, ChangeMost)));

    /// <summary>Adds the lines.</summary>
    public void Add()
    {
        var odds = meters ? metrics.Select(m => Meter.Of(m)?.Text.Length ?? 0).Max() : 0;
        var right = (bars ? 2 + Ruler.Length : 0) + (meters ? 1 + 10 + 1 + odds : 0);
        var longest = metrics.Max(m => Cells.Width(screen.Glyphs.Plain(m.Name)));
        var name = Math.Clamp(Math.Min(longest, NameMost), NameLeast, Math.Max(NameLeast, screen.Width - 2 - 1 - _measure - 1 - _change - right));
        var barStart = 2 + name + 1 + _measure + 1 + _change + 2;
        var head = Line.Of(Cells.PadLeft("change", barStart - 2));
        if (bars)
        {
            head.To(barStart).Add("      0  margin    worse");
        }

        screen.Add(meters ? head.To(barStart + (bars ? Ruler.Length + 1 : 0)).Add("evidence of harm") : head);
        foreach (var metric in metrics)
        {
            screen.Add(Row(metric, name, barStart));
        }
    }

    private static string Text(Screen screen, string text) => screen.Glyphs.Plain(text);

    private Line Row(MetricJudgement metric, int name, int barStart)
    {
        var glyphs = screen.Glyphs;
        var line = new Line()
            .Add(glyphs.Of(metric.Verdict), TextReport.InkOf(metric.Verdict))
            .Add(" " + Cells.PadRight(Cells.CutMiddle(glyphs.Plain(metric.Name), name, glyphs.Cut), name) + " ")
            .Add(Cells.PadRight(Cells.Cut(Text(screen, metric.Decisive?.Measure ?? ""), _measure, glyphs.Cut), _measure) + " ")
            .Add(Cells.PadLeft(Cells.Cut(Text(screen, ShownEffect.Of(metric).ChangeText), _change, glyphs.Cut), _change), metric.Verdict == Verdict.Fail ? Ink.Bold : Ink.None);
        if (bars)
        {
            line.To(barStart).Add(Ruler.Of(metric).Draw(glyphs));
        }

        return meters && Meter.Of(metric) is { } meter
            ? line.To(barStart + (bars ? Ruler.Length + 1 : 0)).Add(meter.Draw(glyphs.IsAscii), TextReport.InkOf(metric.Verdict)).Add($" {meter.Text}")
            : line;
    }
}
