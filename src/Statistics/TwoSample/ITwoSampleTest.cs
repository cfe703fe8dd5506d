namespace CanaryJudge.Statistics.TwoSample;

/// <summary>A test that compares two independent samples.</summary>
public interface ITwoSampleTest : INamed
{
    /// <summary>What the test asks, in a few words without a capital: at most 50 characters, ends in a question mark.</summary>
    string Question { get; }

    /// <summary>Runs the test.</summary>
    /// <param name="baseline">Baseline values, finite, any order, at least one.</param>
    /// <param name="canary">Canary values, finite, any order, at least one.</param>
    /// <param name="alternative">What to look for.</param>
    /// <returns>Statistic, p-value and superiority of the canary.</returns>
    /// <exception cref="ArgumentException">An arm is empty or holds NaN or an infinity.</exception>
    TwoSampleResult Run(ReadOnlySpan<double> baseline, ReadOnlySpan<double> canary, Alternative alternative);
}
