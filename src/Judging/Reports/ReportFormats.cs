using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Reports;

/// <summary>All formats by name, the terminal's first.</summary>
public static class ReportFormats
{
    /// <summary>The catalog.</summary>
    public static Catalog<IReportFormat> All { get; } = new(new TextReport(), new MarkdownReport(), new JUnitReport(), new GitHubReport());
}
