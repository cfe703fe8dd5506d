using System.Text;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Reports;

/// <summary>A judgement as workflow commands of GitHub Actions: annotations for the verdict and for what failed or is open.</summary>
/// <remarks>
/// What passes and what is muted is a plain line of the log. A metric that fails without failing the judgement (by its score) is a warning.
/// Source: GitHub documentation, "Workflow commands for GitHub Actions"; values are escaped as the runner's own toolkit does.
/// </remarks>
public sealed class GitHubReport : IReportFormat
{
    /// <inheritdoc />
    public string Name => "github";

    /// <inheritdoc />
    public string Render(Judgement judgement, ReportStyle style)
    {
        ArgumentNullException.ThrowIfNull(judgement);
        ArgumentNullException.ThrowIfNull(style);
        var glyphs = Glyphs.Of(style);
        var title = Words.Title(judgement, style);
        var text = new StringBuilder();
        var verdict = $"{Words.Of(judgement.Verdict)}: {Words.Of(judgement.Action)}";
        Command(text, Level(judgement.Verdict), title.Length > 0 ? $"{verdict}: {title}" : verdict, judgement.Reason, glyphs);
        foreach (var metric in MetricOrder.Of(judgement.Metrics))
        {
            Add(text, judgement, metric, style, glyphs);
        }

        foreach (var warning in WarningLines.Of(judgement))
        {
            text.Append("! ").Append(glyphs.Plain(warning)).Append('\n');
        }

        return text.Append(glyphs.Plain(Words.Tally(judgement, Glyphs.Unicode))).Append('\n').ToString();
    }

    private static void Add(StringBuilder text, Judgement judgement, MetricJudgement metric, ReportStyle style, Glyphs glyphs)
    {
        var shown = ShownEffect.Of(metric);
        string[] parts = [Words.Status(metric), metric.Name, shown.Measure, shown.ChangeText];
        var line = string.Join(' ', parts.Where(p => p.Length > 0));
        var interval = shown.IntervalText.Length > 0 ? $" ({shown.IntervalText})" : "";
        if (metric.Muted || metric.Verdict == Verdict.Pass)
        {
            // The symbol in front also keeps a name that looks like a command from being one.
            text.Append(glyphs.Of(metric.Verdict, metric.Muted)).Append(' ').Append(glyphs.Plain(line + interval + Words.Bracketed(Words.Kayenta(metric)))).Append('\n');
            return;
        }

        var level = metric.Verdict == Verdict.Fail && judgement.Verdict == Verdict.Fail ? "error" : "warning";
        Command(text, level, line + interval, $"{metric.Reason} {SinceWhen.Of(judgement, metric, style)}".Trim(), glyphs);
    }

    private static string Level(Verdict verdict) => verdict switch
    {
        Verdict.Fail => "error",
        Verdict.Pass => "notice",
        _ => "warning",
    };

    private static void Command(StringBuilder text, string command, string title, string message, Glyphs glyphs) =>
        text.Append("::").Append(command)
            .Append(" title=").Append(Property(glyphs.Plain(title)))
            .Append("::").Append(Escape(glyphs.Plain(message.Length > 0 ? message : title))).Append('\n');

    private static string Property(string value) => Escape(value)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);

    private static string Escape(string value) => value
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);
}
