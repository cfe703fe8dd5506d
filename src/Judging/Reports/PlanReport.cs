using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Planning;

namespace CanaryJudge.Judging.Reports;

/// <summary>How long a policy takes to decide, at planned weights.</summary>
public static class PlanReport
{
    /// <summary>Writes the tables.</summary>
    /// <param name="metrics">Each metric with what was assumed of it.</param>
    /// <param name="weights">The canary's shares of the traffic.</param>
    /// <param name="planned">The time that is planned; null: not said.</param>
    /// <param name="looks">Whether data are looked at again and again.</param>
    /// <param name="style">What is known of the reader; its title names the policy.</param>
    /// <returns>Lines, each ended by a line feed.</returns>
    public static string Render(IReadOnlyList<(MetricNeeds Needs, Assumption Assumed)> metrics, IReadOnlyList<double> weights, TimeSpan? planned, bool looks, ReportStyle style)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(style);
        var screen = new Screen(style);
        screen.Paragraph($"{style.Title}: what a decision takes {(looks ? "when the data are looked at all the time" : "in one look")}, for half of all runs; nine in ten need at most 2.5 times as much.");
        Table(screen, "harm as large as the margin fails within about", metrics, weights, planned, (n, w) => n.ToFail(w));
        Table(screen, "an unchanged canary passes within about", metrics, weights, planned, (n, w) => n.ToPass(w));
        screen.Block();
        foreach (var (needs, assumed) in metrics)
        {
            screen.Paragraph($"{needs.Plan.Name}: {Assumed(needs.Plan, assumed)}");
        }

        screen.Block();
        foreach (var line in metrics.Select(m => Advice(m.Needs, weights[^1], planned)).OfType<string>())
        {
            screen.Paragraph("! " + line);
        }

        return screen.Text();
    }

    /// <summary>What was assumed of a metric, in a few words.</summary>
    /// <param name="plan">The metric.</param>
    /// <param name="assumed">What was assumed.</param>
    public static string Assumed(MetricPlan plan, Assumption assumed)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(assumed);
        var what = plan.Kind switch
        {
            "points" => $"noise of {Numbers.Share(assumed.Noise)} a point, autocorrelation {Numbers.Value(assumed.Correlation)}, one each {Numbers.Duration(assumed.Interval)}",
            "ratio" => $"{Numbers.Share(assumed.Rate)} of events",
            "count" => $"{Numbers.Value(assumed.Rate)} events per unit of exposure",
            _ => $"noise of {Numbers.Share(assumed.Noise)} a value",
        };
        var traffic = plan.Kind != "points" && assumed.PerMinute is { } rate ? $", {Numbers.Count(Math.Round(rate))} a minute" : "";
        return what + traffic + (assumed.IsLearned ? " (from the history)" : " (typical)");
    }

    private static void Table(
        Screen screen, string title, IReadOnlyList<(MetricNeeds Needs, Assumption Assumed)> metrics, IReadOnlyList<double> weights, TimeSpan? planned, Func<MetricNeeds, double, Need?> of)
    {
        screen.Block();
        screen.Paragraph(title);
        string[][] rows = [["metric", .. weights.Select(w => $"at {Numbers.Share(w)}")], .. metrics.Select(m => (string[])[m.Needs.Plan.Name, .. weights.Select(w => Cell(m.Needs.Plan, of(m.Needs, w), planned))])];
        var widths = Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(r => Cells.Width(screen.Glyphs.Plain(r[c])))).ToArray();
        foreach (var row in rows)
        {
            screen.Add(Line.Of("  " + string.Join("  ", row.Select((cell, c) => Cells.PadRight(screen.Glyphs.Plain(cell), widths[c]))).TrimEnd()));
        }
    }

    private static string Cell(MetricPlan plan, Need? need, TimeSpan? planned) => need switch
    {
        null => "margin in its unit",
        { Canary: double.PositiveInfinity } => "never",
        { Duration: { } time } => Numbers.Duration(time) + (time > planned ? " !" : ""),
        _ => $"{Numbers.Count(Numbers.Needed(need.Canary))} {Noun(plan)}",
    };

    private static string Noun(MetricPlan plan) => plan.Kind switch { "points" => "points", "count" => "exposure", _ => "requests" };

    private static string? Advice(MetricNeeds needs, double weight, TimeSpan? planned)
    {
        var pass = needs.ToPass(weight);
        var name = needs.Plan.Name;
        return pass switch
        {
            null => $"{name}: its margin is in the metric's unit, and the level is not known; --history tells.",
            { Canary: double.PositiveInfinity } => $"{name} can never pass: its margin is 0 at this rate. Give an absolute margin (0.5pp).",
            { Duration: { } time } when time > planned =>
                $"{name} does not pass in the {Numbers.Duration(planned!.Value)} planned, at {Numbers.Share(weight)}: about {Numbers.Duration(time)}. {(needs.Plan.Kind == "points" ? "Raw samples or a histogram, a" : "A")} wider margin, more traffic or a longer step would do.",
            _ => null,
        };
    }
}
