using CanaryJudge.Statistics.Dependence;
using CanaryJudge.Statistics.TwoSample;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Dependence;

public sealed class DesignEffectTests
{
    private const int Requests = 10;

    [Fact]
    public void Sessions_of_ten_count_as_their_correlation_says()
    {
        var draws = new Draws(3);

        // Ranks of normal values keep most of the correlation: 6 / pi asin(0.5 / 2) = 0.48, so D is near 1 + 9 x 0.48.
        var effects = Enumerable.Range(0, 50).Select(_ => Look(draws, minutes: 120, sessions: 3, share: 0.5).Value).ToArray();

        Assert.InRange(effects.Average(), 4.9, 5.8);
    }

    [Fact]
    public void Independent_values_rarely_count_as_fewer()
    {
        const int runs = 600;
        var draws = new Draws(5);

        var counted = Enumerable.Range(0, runs).Count(_ => Look(draws, minutes: 30, sessions: 2, share: 0).Counts);

        // The scatter of 30 buckets exceeds 1 + 2 sqrt(2 / 29) with probability 0.034.
        Draws.AtMost(0.034, counted, runs);
    }

    [Fact]
    public void Weakened_p_values_keep_their_level_with_sessions()
    {
        const int runs = 600;
        var draws = new Draws(11);

        var alarms = Enumerable.Range(0, runs).Count(_ =>
        {
            var (bMinutes, b) = Arm(draws, 60, 3, 0.5);
            var (cMinutes, c) = Arm(draws, 60, 3, 0.5);
            var effect = DesignEffect.OneLook(bMinutes, b, cMinutes, c);
            return effect.PValue(new MannWhitney().Run(b, c, Alternative.Greater).PValue, Alternative.Greater) < 0.05;
        });

        Draws.AtMost(0.05, alarms, runs);
    }

    [Fact]
    public void Neither_the_arms_nor_unit_nor_order_nor_clock_matter() => Gen.Select(Gen.Int[0, 10_000], Gen.Int[-40, 40], Gen.Int[-9, 9]).ForAll((seed, power, hours) =>
    {
        var draws = new Draws(seed);
        var (bMinutes, b) = Arm(draws, 30, 2, 0.5);
        var (cMinutes, c) = Arm(draws, 30, 2, 0.5);
        var plain = DesignEffect.OneLook(bMinutes, b, cMinutes, c);

        double[] scaled = [.. c.Select(v => Math.ScaleB(v, power))];
        var other = DesignEffect.OneLook(
            [.. cMinutes.Select(m => m + (60 * hours)).Reverse()], [.. scaled.Reverse()], [.. bMinutes.Select(m => m + (60 * hours))], [.. b.Select(v => Math.ScaleB(v, power))]);

        Assert.Equal(plain.Buckets, other.Buckets);
        Assert.Equal(plain.Value, other.Value, 1e-12);
    });

    [Fact]
    public void Fewer_than_twenty_buckets_or_two_values_in_each_say_nothing()
    {
        var draws = new Draws(1);

        Assert.Equal(DesignEffect.None, Look(draws, minutes: 19, sessions: 5, share: 0.9));
        Assert.Equal(DesignEffect.None, DesignEffect.OneLook([.. Enumerable.Range(0, 50)], draws.Normals(50), [.. Enumerable.Range(0, 50)], draws.Normals(50)));
        Assert.Equal(DesignEffect.None, DesignEffect.OneLook([], [], [], []));
        Assert.Equal(DesignEffect.None, DesignEffect.OneLook([.. Enumerable.Repeat(7L, 50)], new double[50], [.. Enumerable.Repeat(7L, 50)], new double[50]));
    }

    [Fact]
    public void P_values_and_levels_agree_with_R()
    {
        var effect = new DesignEffect(4, 30);

        // pt(qnorm(0.01)/2, 29); 2*pt(qnorm(0.005)/2, 29); pnorm(-qt(0.95, 29)*2)
        Assert.Equal(0.12712047287754991, effect.PValue(0.01, Alternative.Greater), 1e-12);
        Assert.Equal(0.2079582862847757, effect.PValue(0.01, Alternative.Different), 1e-12);
        Assert.Equal(0.00033908705207066951, effect.EndLevel(0.05), 1e-12);

        // pt(qnorm(0.7)/sqrt(2.5), 24)
        Assert.Equal(0.62848757562915758, new DesignEffect(2.5, 25).PValue(0.7, Alternative.Less), 1e-12);
    }

    [Fact]
    public void Weakening_keeps_the_order_and_never_makes_evidence() =>
        Gen.Select(Gen.Double[1e-6, 0.5], Gen.Double[1e-6, 0.5], Gen.Double[1, 50], Gen.Int[20, 500]).ForAll((p, q, value, buckets) =>
        {
            var effect = new DesignEffect(value, buckets);

            Assert.True(effect.PValue(p, Alternative.Greater) >= p * (1 - 1e-9));
            Assert.Equal(p <= q, effect.PValue(p, Alternative.Greater) <= effect.PValue(q, Alternative.Greater));
            Assert.Equal(1, effect.PValue(p, Alternative.Greater) + effect.PValue(1 - p, Alternative.Greater), 1e-9);
            Assert.True(effect.EndLevel(Math.Max(p, 1e-3)) <= Math.Max(p, 1e-3));
        });

    [Fact]
    public void The_ends_of_the_scale_stay_where_they_are()
    {
        var effect = new DesignEffect(9, 30);

        Assert.Equal((0.0, 1.0), (effect.PValue(0, Alternative.Less), effect.PValue(1, Alternative.Less)));
        Assert.Equal((0.0, 1.0), (effect.PValue(0, Alternative.Different), effect.PValue(1, Alternative.Different)));
        Assert.Equal(0, new DesignEffect(1e6, 30).EndLevel(0.05));
        Assert.Equal((0.03, 0.05), (DesignEffect.None.PValue(0.03, Alternative.Less), DesignEffect.None.EndLevel(0.05)));
    }

    [Fact]
    public void Values_and_buckets_must_come_in_pairs() =>
        Assert.Throws<ArgumentException>(() => DesignEffect.OneLook([1, 2], [1], [1], [1]));

    private static DesignEffect Look(Draws draws, int minutes, int sessions, double share)
    {
        var (bMinutes, b) = Arm(draws, minutes, sessions, share);
        var (cMinutes, c) = Arm(draws, minutes, sessions, share);
        return DesignEffect.OneLook(bMinutes, b, cMinutes, c);
    }

    private static (long[] Minutes, double[] Values) Arm(Draws draws, int minutes, int sessions, double share)
    {
        List<long> at = [];
        List<double> values = [];
        for (var session = 0; session < minutes * sessions; session++)
        {
            var own = Math.Sqrt(share) * draws.Normal();
            for (var i = 0; i < Requests; i++)
            {
                at.Add(session / sessions);
                values.Add(Math.Exp(own + (Math.Sqrt(1 - share) * draws.Normal())));
            }
        }

        return ([.. at], [.. values]);
    }
}
