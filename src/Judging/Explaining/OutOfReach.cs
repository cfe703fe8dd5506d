using CanaryJudge.Judging.Combining;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Judging.Explaining;

/// <summary>Says so when a metric's margin needs far more data than there are, and which margin would not.</summary>
internal static class OutOfReach
{
    /// <summary>More than this many times the data at hand is out of reach.</summary>
    private const double Times = 10;

    /// <summary>The warning; none when the margin is within reach, or nothing is known.</summary>
    /// <param name="metric">The metric, with its canary's count.</param>
    /// <param name="harm">The primary measure's harm.</param>
    /// <param name="needed">What is still to come.</param>
    public static IEnumerable<Warning> Of(MetricJudgement metric, Harm harm, Needed? needed)
    {
        var have = metric.Canary?.Count ?? 0;
        if (needed is null || have == 0 || needed.CanarySamples < Times * have || !double.IsFinite(harm.Upper))
        {
            yield break;
        }

        // With twice the data the interval shrinks by the root of two.
        var could = Numbers.Needed((harm.Upper - harm.Estimate) / Math.Sqrt(2) * 1e6) / 1e6;
        yield return new(
            WarningCode.MarginOutOfReach,
            $"a margin of {ChangeWords.Size(metric, harm.Margin, harm.IsRelative)} needs {Numbers.Count(needed.CanarySamples)} more canary {metric.CountNoun}; twice the data could decide {ChangeWords.Size(metric, could, harm.IsRelative)}");
    }
}
