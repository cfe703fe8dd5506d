using CanaryJudge.Statistics.Sequential;

namespace CanaryJudge.Simulation;

/// <summary>One run of one metric, watched bucket by bucket.</summary>
/// <param name="FailedAt">The canary's count when harm was proven; positive infinity when it never was.</param>
/// <param name="PassedAt">The canary's count when it passed first, before it failed; positive infinity when it never did.</param>
internal readonly record struct LookTrial(double FailedAt, double PassedAt)
{
    /// <summary>Watches a run until both decisions are made or the time is over.</summary>
    public static LookTrial Run(LookShape shape, Func<int, ArmsBucket[]> bucket, bool untilPass)
    {
        var run = SequentialTests.All.Single(test => test.Name == shape.Test).Start(shape.Plan);
        var passedAt = double.PositiveInfinity;
        for (var k = 0; k < shape.Buckets; k++)
        {
            var look = run.Add(bucket(k));
            if (look.IsHarmful)
            {
                return new(look.CanaryCount, passedAt);
            }

            if (look.IsAcceptable && k * shape.Steps / shape.Buckets == shape.Steps - 1)
            {
                passedAt = Math.Min(passedAt, look.CanaryCount);
                if (untilPass)
                {
                    break;
                }
            }
        }

        return new(double.PositiveInfinity, passedAt);
    }

    /// <summary>Many runs with a change, in parallel; every run has its own stream, so they may go in any order.</summary>
    public static LookTrial[] Many(LookShape shape, double harm, int variant, int runs, bool untilPass) => Many(shape, variant, runs, chance =>
    {
        var draw = shape.Draw(chance);
        return Run(shape, k => draw(harm, k), untilPass);
    });

    /// <summary>Many runs with a slow tail.</summary>
    public static LookTrial[] ManyWithTail(LookShape shape, int variant, int runs) =>
        Many(shape, variant, runs, chance =>
        {
            var draw = shape.Tail!(chance);
            return Run(shape, k => [draw(k)], untilPass: false);
        });

    private static LookTrial[] Many(LookShape shape, int variant, int runs, Func<Random, LookTrial> trial) =>
        [.. Enumerable.Range(0, runs).AsParallel().AsOrdered().Select(run => trial(Draw.Chance(shape.Name, variant, run)))];
}
