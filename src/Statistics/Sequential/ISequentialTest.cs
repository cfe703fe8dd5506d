namespace CanaryJudge.Statistics.Sequential;

/// <summary>A test that may be looked at after every bucket.</summary>
public interface ISequentialTest : INamed
{
    /// <summary>Starts a run of one metric.</summary>
    /// <param name="plan">What is fixed about it.</param>
    /// <returns>A run without data.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number of the plan is outside its range.</exception>
    /// <exception cref="InvalidOperationException">The plan has guards, but the test has none.</exception>
    ISequentialRun Start(SequentialPlan plan);
}
