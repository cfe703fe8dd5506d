using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Tests;

/// <summary>Exposures of any size that a double has, in either arm: every pair has a judgement.</summary>
public sealed class ExtremeCountsTests
{
    private static readonly double[] Sizes = [double.Epsilon, 1e-300, 1e-120, 1e-99, 1e-16, 1, 3, 1e16, 1e99, 1e100, 1e300];

    [Theory]
    [InlineData(Config.Direction.Increase, false)]
    [InlineData(Config.Direction.Decrease, false)]
    [InlineData(Config.Direction.Either, true)]
    public void Exposures_of_any_size_are_judged(Config.Direction direction, bool independent)
    {
        foreach (var baseline in Sizes)
        {
            foreach (var canary in Sizes)
            {
                foreach (var (b, c) in new[] { (1.0, 0.0), (0, 1), (5, 7), (1_000_000, 9_007_199_254_740_992) })
                {
                    var judgement = Run.One(
                        new SeriesData.Counts(Run.Minutes(4), [b, b, 0, b], [baseline, baseline, 1, baseline]),
                        new SeriesData.Counts(Run.Minutes(4), [c, c, c, c], [canary, canary, canary, canary]),
                        m => m with { Kind = "count", Direction = direction, Independent = independent });

                    Assert.Single(judgement.Metrics);
                }
            }
        }
    }
}
