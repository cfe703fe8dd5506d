using CanaryJudge.Statistics.Sequential;

namespace CanaryJudge.Statistics.Tests.Sequential;

/// <summary>Error rates over all looks with few runs; many more stand in docs/error-rates-over-looks.md.</summary>
public sealed class SequentialErrorRateTests
{
    private const int Runs = 120;

    public static TheoryData<string, double, double> Watched => new()
    {
        { "points", 0.05, 0.25 },
        { "samples", 0.05, 0.25 },
        { "errors", 0.1, 0.5 },
    };

    [Theory]
    [MemberData(nameof(Watched))]
    public void At_the_tolerance_no_more_fail_and_at_the_margin_no_more_pass_than_promised(string shape, double tolerance, double margin)
    {
        int Count(double harm, Func<SequentialLook, bool> happens) => Enumerable.Range(0, Runs).Count(run => Watch(shape, harm, run).Any(happens));

        Draws.AtMost(0.05, Count(0, look => look.IsHarmful), Runs);
        Draws.AtMost(0.05, Count(tolerance, look => look.IsHarmful), Runs);
        Draws.AtMost(0.05, Count(margin, look => look.IsAcceptable && !look.IsHarmful), Runs);
    }

    [Theory]
    [InlineData("points", 1)]
    [InlineData("samples", 1)]
    [InlineData("errors", 2)]
    public void Clear_harm_fails_and_no_change_passes(string shape, double clear)
    {
        int Count(double harm, Func<SequentialLook, bool> happens) => Enumerable.Range(0, 20).Count(run => Watch(shape, harm, run).Any(happens));

        Assert.InRange(Count(clear, look => look.IsHarmful), 19, 20);
        Assert.InRange(Count(0, look => look.IsAcceptable), 17, 20);
    }

    private static IEnumerable<SequentialLook> Watch(string shape, double harm, int seed)
    {
        var draws = new Draws(seed);
        var (test, plan) = shape switch
        {
            "points" => ("paired-series", new SequentialPlan()),
            "samples" => ("stratified-ranks", new SequentialPlan { StratumBuckets = 5 }),
            _ => ("count-mixture", new SequentialPlan { Tolerance = new(0.05, 0.001), Margin = new(0.25, 0.005) }),
        };
        var run = SequentialTests.All.Single(t => t.Name == test).Start(plan);
        double b = draws.Normal(), c = draws.Normal();
        for (var k = 0; k < 60; k++)
        {
            (b, c) = ((0.3 * b) + (0.954 * draws.Normal()), (0.3 * c) + (0.954 * draws.Normal()));
            yield return run.Add(shape switch
            {
                "points" => new ArmsBucket.Points(100 * Math.Exp(0.2 * b), 100 * (1 + harm) * Math.Exp(0.2 * c)),
                "samples" => new ArmsBucket.Samples(draws.Of(60, d => Math.Exp(0.5 * d.Normal())), draws.Of(20, d => (1 + harm) * Math.Exp(0.5 * d.Normal()))),
                _ => new ArmsBucket.Events(new(2_000, draws.Poisson(20), 2_000, draws.Poisson(20 * (1 + harm)))),
            });
        }
    }
}
