using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Reports;

/// <summary>Writes a judgement for one sort of reader.</summary>
public interface IReportFormat : INamed
{
    /// <summary>Writes the judgement.</summary>
    /// <param name="judgement">The judgement.</param>
    /// <param name="style">What is known of the reader.</param>
    /// <returns>Lines, each ended by a line feed.</returns>
    string Render(Judgement judgement, ReportStyle style);
}
