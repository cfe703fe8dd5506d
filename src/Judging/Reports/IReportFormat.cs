using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Reports;

/// <summary>Writes a judgement for one sort of reader.</summary>
public interface IReportFormat
{
    /// <summary>The name by which users ask for it; kebab-case.</summary>
    string Name { get; }

    /// <summary>Writes the judgement.</summary>
    /// <param name="judgement">The judgement.</param>
    /// <param name="style">What is known of the reader.</param>
    /// <returns>Lines, each ended by a line feed.</returns>
    string Render(Judgement judgement, ReportStyle style);
}
