using CanaryJudge.Statistics.Sequential;

namespace CanaryJudge.Statistics.Tests.Sequential;

public sealed class EventBucketTests
{
    [Fact]
    public void Buckets_without_events_or_exposure_move_nothing()
    {
        var guard = Guard([9, 0, 3, 5], [400, 400, 0, 380], [1, 0, 1, 2], [45, 45, 40, 44]);

        Assert.Equal(2, guard.Buckets);
        Assert.Equal(Guard([9, 5], [400, 380], [1, 2], [45, 44]).Dispersion, guard.Dispersion);
    }

    [Fact]
    public void A_single_bucket_has_no_dispersion()
    {
        var guard = Guard([9], [400], [1], [45]);

        Assert.Equal((double.NaN, 3, 3, 1), (guard.Dispersion, guard.Divisor, guard.AcceptanceDivisor, guard.Buckets));
        Assert.Equal(0, ConditionalScore.Z([0], [400], [0], [45], 1, 1));
    }

    [Fact]
    public void Bursts_are_found_and_independent_events_are_not()
    {
        var draws = new Draws(3);
        double[] exposure = [.. Enumerable.Repeat(100.0, 60)], base1 = draws.Of(60, d => d.Poisson(8)), base3 = draws.Of(60, d => 5 * d.Poisson(2));

        var independent = Guard(base1, exposure, draws.Of(60, d => d.Poisson(8)), exposure);
        var bursts = Guard(base3, exposure, draws.Of(60, d => 5 * d.Poisson(2)), exposure);

        Assert.Equal(1, independent.Divisor);
        Assert.InRange(bursts.Divisor, 3, 8);
        Assert.Equal(bursts.Divisor, bursts.AcceptanceDivisor);
    }

    [Fact]
    public void Few_events_with_a_small_canary_are_seldom_taken_for_bursts_in_one_look()
    {
        var draws = new Draws(5);
        double[] large = [.. Enumerable.Repeat(95.0, 60)], small = [.. Enumerable.Repeat(5.0, 60)];
        int plain = 0, oneLook = 0;
        for (var run = 0; run < 500; run++)
        {
            double[] baseline = draws.Of(60, d => d.Poisson(0.95)), canary = draws.Of(60, d => d.Poisson(0.05));
            plain += Guard(baseline, large, canary, small).StandsOut ? 1 : 0;
            oneLook += Dispersion.OneLook(baseline, large, canary, small).Divisor > 1 ? 1 : 0;
        }

        Assert.InRange(oneLook, 0, 500 * 0.08);
        Assert.True(oneLook < plain / 2);
    }

    [Fact]
    public void Bursts_are_found_in_one_look_too()
    {
        var draws = new Draws(3);
        double[] exposure = [.. Enumerable.Repeat(100.0, 60)];

        var (_, bursts) = Dispersion.OneLook(draws.Of(60, d => 5 * d.Poisson(2)), exposure, draws.Of(60, d => 5 * d.Poisson(2)), exposure);

        Assert.InRange(bursts, 3, 8);
    }

    [Fact]
    public void False_alarms_of_the_score_stay_at_the_level()
    {
        var draws = new Draws(12);
        const int Runs = 2_000;
        double[] large = [.. Enumerable.Repeat(300.0, 12)], small = [.. Enumerable.Repeat(100.0, 12)];
        var hits = Enumerable.Range(0, Runs).Count(_ =>
            ConditionalScore.Z(draws.Of(12, d => d.Poisson(9)), large, draws.Of(12, d => d.Poisson(3)), small, 1, 1) >= 1.96);

        Draws.AtMost(0.03, hits, Runs);
    }

    private static BurstGuard Guard(double[] baselineEvents, double[] baselineExposure, double[] canaryEvents, double[] canaryExposure)
    {
        var guard = new BurstGuard();
        for (var k = 0; k < canaryEvents.Length; k++)
        {
            guard.Add(new(baselineExposure[k], baselineEvents[k], canaryExposure[k], canaryEvents[k]));
        }

        return guard;
    }
}
