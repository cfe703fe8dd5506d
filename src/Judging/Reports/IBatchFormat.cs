using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Reports;

/// <summary>Writes many judgements for one sort of reader.</summary>
public interface IBatchFormat : INamed
{
    /// <summary>Writes the cases.</summary>
    /// <param name="lines">The cases, in any order.</param>
    /// <param name="style">What is known of the reader.</param>
    /// <param name="duration">How long it took; null: not said.</param>
    /// <returns>Lines, each ended by a line feed.</returns>
    string Render(IReadOnlyList<BatchLine> lines, ReportStyle style, TimeSpan? duration = null);
}
