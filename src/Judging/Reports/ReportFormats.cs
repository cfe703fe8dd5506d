using System.Diagnostics.CodeAnalysis;

namespace CanaryJudge.Judging.Reports;

/// <summary>All formats.</summary>
public static class ReportFormats
{
    /// <summary>The formats, the terminal's first.</summary>
    public static IReadOnlyList<IReportFormat> All { get; } =
        [new TextReport(), new MarkdownReport(), new JUnitReport(), new GitHubReport()];

    /// <summary>Finds a format by its name.</summary>
    /// <param name="name">The exact name.</param>
    /// <param name="format">The format; null when there is none of that name.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryFind(string name, [NotNullWhen(true)] out IReportFormat? format)
    {
        format = All.FirstOrDefault(f => f.Name == name);
        return format is not null;
    }
}
