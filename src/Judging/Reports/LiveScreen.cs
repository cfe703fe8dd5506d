using CanaryJudge.Judging.Analyses;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Reports;

/// <summary>A look at a running analysis on a terminal, to be drawn over the one before: what is open with its evidence, what passes in a line.</summary>
/// <remarks>No line is wider than the style's width.</remarks>
public static class LiveScreen
{
    private const int MostReasonLines = 3;
    private const int BarFrom = 60, MeterFrom = 48;
    private const double Leaning = 0.5;

    /// <summary>Draws a look.</summary>
    /// <param name="looked">The look.</param>
    /// <param name="weight">The canary's share of the traffic, 0 to 1; null: not known.</param>
    /// <param name="style">What is known of the reader.</param>
    /// <returns>Lines, each ended by a line feed.</returns>
    public static string Render(AnalysisChange.Looked looked, double? weight, ReportStyle style)
    {
        ArgumentNullException.ThrowIfNull(looked);
        ArgumentNullException.ThrowIfNull(style);
        var screen = new Screen(style);
        var judgement = looked.Judgement;
        var elapsed = TimeSpan.FromTicks(looked.Moment.Elapsed / TimeSpan.NanosecondsPerTick);
        screen.Add(Head(screen, looked, elapsed, weight, style));
        screen.Add(new Line()
            .Add(screen.Glyphs.Of(judgement.Verdict), TextReport.InkOf(judgement.Verdict))
            .Add(" ")
            .Add(Words.Of(judgement.Verdict), TextReport.InkOf(judgement.Verdict) | Ink.Bold)
            .Add($"  {Words.Of(judgement.Action)}"));
        screen.Block();
        screen.Paragraph(Leans(judgement, elapsed) is { } leaning ? $"{leaning}." : judgement.Reason, most: MostReasonLines);
        screen.Block();
        Rows(screen, judgement);
        foreach (var metric in judgement.Metrics)
        {
            screen.Paragraph(Since(judgement, metric, style));
        }

        screen.Paragraph(Needs(judgement, screen.Glyphs));
        return screen.Text();
    }

    /// <summary>Draws the metrics of a look alone, for a screen that shows more than a look: those that are open, those that pass in a line, what is needed.</summary>
    /// <param name="judgement">The look's judgement.</param>
    /// <param name="style">What is known of the reader.</param>
    /// <returns>Lines, each ended by a line feed.</returns>
    public static string Metrics(Judgement judgement, ReportStyle style)
    {
        ArgumentNullException.ThrowIfNull(judgement);
        ArgumentNullException.ThrowIfNull(style);
        var screen = new Screen(style);
        Rows(screen, judgement);
        screen.Paragraph(Needs(judgement, screen.Glyphs));
        return screen.Text();
    }

    private static Line Head(Screen screen, AnalysisChange.Looked looked, TimeSpan elapsed, double? weight, ReportStyle style)
    {
        var zone = style.Offset is null ? " UTC" : "";
        var right = $"look {Numbers.Count(looked.Moment.Number)}, {Numbers.Time(Preparing.Times.Of(looked.Moment.Until), style.Offset ?? TimeSpan.Zero)}{zone}";
        var left = $"{Words.Title(looked.Judgement, style)}{(weight is { } w ? $" at {Numbers.Share(w)}" : "")}, {Numbers.Duration(elapsed)}";
        return Line.Of(Cells.CutMiddle(screen.Glyphs.Plain(left), screen.Width - right.Length - 2, screen.Glyphs.Cut)).To(screen.Width - right.Length).Add(right);
    }

    /// <summary>Which metric leans to harm, and when it fails at this pace: evidence grows about as the traffic does.</summary>
    /// <param name="judgement">The look's judgement.</param>
    /// <param name="elapsed">How long the run has taken.</param>
    /// <returns>A sentence without its full stop; null: none leans.</returns>
    public static string? Leans(Judgement judgement, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(judgement);
        return judgement.Verdict == Verdict.Fail ? null : judgement.Metrics
            .Where(m => m is { Muted: false, Verdict: Verdict.Inconclusive })
            .Select(m => (Metric: m, Meter: Meter.Of(m)))
            .Where(m => m.Meter?.Progress is >= Leaning and < 1)
            .OrderByDescending(m => m.Meter!.Progress)
            .Select(m => $"{m.Metric.Name} leans to harm: a FAIL in about {Numbers.Duration(elapsed * ((1 / m.Meter!.Progress) - 1))} at this pace")
            .FirstOrDefault();
    }

    private static void Rows(Screen screen, Judgement judgement)
    {
        var open = MetricOrder.Of(judgement.Metrics).Where(m => m is { Muted: false, Verdict: not Verdict.Pass }).ToList();
        if (open.Count > 0)
        {
            new LiveRows(screen, open, screen.Width >= BarFrom, screen.Width >= MeterFrom).Add();
        }

        if (judgement.Metrics.Count(m => m is { Muted: false, Verdict: Verdict.Pass }) is > 0 and var passing)
        {
            screen.Add(new Line().Add(screen.Glyphs.Pass, Ink.Green).Add($" {Numbers.Count(passing)} {(open.Count > 0 ? "more " : "")}pass"));
        }
    }

    private static string Since(Judgement judgement, MetricJudgement metric, ReportStyle style) =>
        SinceWhen.Of(judgement, metric, style) is { Length: > 0 } since ? $"{metric.Name}: {since}" : "";

    private static string Needs(Judgement judgement, Glyphs glyphs)
    {
        var needs = judgement.Metrics
            .Where(m => m is { Muted: false, Verdict: Verdict.Inconclusive, Needed: not null })
            .Select(m => $"{m.Name} {Words.Needs(m)}{(m.Needed!.Duration is { } time ? $", {Numbers.Duration(time)}" : "")}")
            .ToList();
        return needs.Count == 0 ? "" : $"needs  {string.Join(glyphs.Separator, needs)}";
    }
}
