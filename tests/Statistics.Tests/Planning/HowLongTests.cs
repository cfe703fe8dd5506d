using CanaryJudge.Statistics.Planning;
using CanaryJudge.Statistics.Sequential;

namespace CanaryJudge.Statistics.Tests.Planning;

public sealed class HowLongTests
{
    [Fact]
    public void Every_plan_agrees_with_an_independent_program() => Assert.All(Vectors.Of("sequential", "planning_accept"), c =>
    {
        var (expected, actual) = c.GetProperty("kind").GetString() switch
        {
            "points" => ("buckets", HowLong.Points(c.Number("gap"), c.Number("s"), c.Number("phi"), (int)c.Number("m"), c.Number("alpha"))),
            "samples" => ("canary_samples", HowLong.Samples(c.Number("theta"), c.Number("canary_share"), c.Number("m_canary"), c.Number("alpha"))),
            "ratio_pass" => ("requests", HowLong.EventsToAccept(
                c.Number("rate"), c.Number("canary_share"), new(c.Number("margin_relative"), c.Number("margin_absolute")), c.Number("beta"), false, HarmSide.Increase)),
            _ => ("requests", HowLong.EventsToFail(c.Number("rate"), c.Number("canary_share"), c.Number("ratio"), c.Number("r0"), c.Number("alpha"))),
        };
        Vectors.Close(c.Number(expected), actual, 1e-7, c.ToString());
    });

    [Fact]
    public void Nothing_to_tell_apart_takes_for_ever()
    {
        Assert.Equal(double.PositiveInfinity, HowLong.EventsToFail(0.01, 0.5, 1.05, 1.05, 0.05));
        Assert.Equal(double.PositiveInfinity, HowLong.EventsToAccept(0.01, 0.5, default, 0.05, false, HarmSide.Increase));
        Assert.Equal(double.PositiveInfinity, HowLong.Points(0, 1, 0, 30, 0.05));
        Assert.Equal(double.PositiveInfinity, HowLong.Samples(0.5, 0.5, 100, 0.05));
    }

    [Fact]
    public void Protection_against_bursts_costs_at_most_three_times()
    {
        Assert.Equal(300, HowLong.WithBurstGuard(100, 5_000));
        Assert.Equal(200, HowLong.WithBurstGuard(100, 200));
        Assert.Equal(100, HowLong.WithBurstGuard(100, 20));
    }

    [Theory]
    [InlineData(0.01, 0.5)]
    [InlineData(0.1, 0.05)]
    public void The_median_run_accepts_near_the_planned_number_of_requests(double rate, double share)
    {
        var draws = new Draws(6);
        HarmBound margin = new(0.25, 0.005);
        var planned = HowLong.EventsToAccept(rate, share, margin, 0.05, false, HarmSide.Increase);
        var perBucket = planned / 20;
        double[] needed = [.. Enumerable.Range(0, 101).Select(_ =>
        {
            var acceptance = ClosestNull.Below(margin, poisson: false);
            double requests = 0;
            while (acceptance.LogE(1) < Math.Log(20))
            {
                requests += perBucket;
                acceptance.Add(new(perBucket * (1 - share), draws.Poisson(rate * perBucket * (1 - share)), perBucket * share, draws.Poisson(rate * perBucket * share)));
            }

            return requests;
        }).Order()];

        Assert.InRange(needed[50] / planned, 0.75, 1.35);
    }

    [Fact]
    public void Falling_rates_are_planned_as_the_rates_of_what_fails()
    {
        // 90 % that succeed and may not fall by 25 %: as failures of 10 % that may not rise to 32.5 %.
        var good = HowLong.EventsToAccept(0.9, 0.3, new(0.25, 0), 0.05, false, HarmSide.Decrease);
        var bad = HowLong.EventsToAccept(0.1, 0.3, new(0, 0.225), 0.05, false, HarmSide.Increase);

        Assert.InRange(good / bad, 0.8, 1.25);
        Assert.True(HowLong.EventsToAccept(2, 0.3, new(0.5, 0), 0.05, true, HarmSide.Decrease) > 0);
    }
}
