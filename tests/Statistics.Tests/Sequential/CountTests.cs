using System.Text.Json;
using CanaryJudge.Statistics.Sequential;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Sequential;

/// <summary>Evidence from events against an independent program, and what must hold of it.</summary>
public sealed class CountTests
{
    private static readonly Gen<EventBucket> Bucket = Gen.Select(Gen.Int[1, 500], Gen.Double[0, 0.1], Gen.Int[1, 500], Gen.Double[0, 0.1])
        .Select((nb, pb, nc, pc) => new EventBucket(nb, Math.Floor(nb * pb), nc, Math.Floor(nc * pc)));

    [Fact]
    public void The_mixture_agrees_at_every_look() => Assert.All(Of("count_e"), c =>
    {
        var mirrored = c.Number("direction") < 0;
        var mixture = new CountMixture(mirrored ? 1 / c.Number("r0") : c.Number("r0"), 0, c.Number("tau"));
        foreach (var (bucket, expected) in Rows(c).Zip(c.Numbers("log_e")))
        {
            mixture.Add(mirrored ? bucket.Swapped : bucket);
            Close(expected, mixture.LogE(c.Number("temper")), "log E");
        }
    });

    [Fact]
    public void The_guard_and_the_guarded_mixture_agree_at_every_look() => Assert.All(Of("count_guard"), c =>
    {
        var mirrored = c.Number("direction") < 0;
        var mixture = new CountMixture(mirrored ? 1 / c.Number("r0") : c.Number("r0"));
        var bursts = new BurstGuard();
        var dispersion = c.GetProperty("dispersion").EnumerateArray().ToArray();
        double[] divisor = c.Numbers("divisor"), logE = c.Numbers("log_e");
        foreach (var (bucket, k) in Rows(c).Select((bucket, k) => (bucket, k)))
        {
            mixture.Add(mirrored ? bucket.Swapped : bucket);
            bursts.Add(bucket);

            Assert.Equal(dispersion[k].ValueKind == JsonValueKind.Null, double.IsNaN(bursts.Dispersion));
            if (!double.IsNaN(bursts.Dispersion))
            {
                Close(dispersion[k].GetDouble(), bursts.Dispersion, "dispersion");
            }

            Close(divisor[k], bursts.Divisor, "divisor");
            Close(logE[k], mixture.LogE(bursts.Divisor), "log E");
        }
    });

    [Fact]
    public void The_closest_rates_under_the_margin_agree() => Assert.All(Of("margin_projection"), c =>
    {
        var line = new EventNull(Margin(c), Poisson(c), Falls(c));
        double b1 = c.Number("b1"), c1 = c.Number("c1");

        Assert.Equal(c.Has("b0"), c1 < line.At(b1));
        if (c.Has("b0"))
        {
            var (b0, c0) = line.Closest(b1, c1, c.Number("nb"), c.Number("nc"));
            Close(c.Number("b0"), b0, "b0");
            Close(c.Number("c0"), c0, "c0");
        }
    });

    [Fact]
    public void Evidence_against_the_margin_agrees_at_every_look() => Assert.All(Of("margin_e"), c =>
    {
        var acceptance = ClosestNull.Below(Margin(c), Poisson(c), Falls(c));
        var parts = c.GetProperty("log_pooled_own").EnumerateArray().Select(pair => (pair[0].GetDouble(), pair[1].GetDouble())).ToArray();
        var logE = c.Numbers("log_e");
        foreach (var (bucket, k) in Rows(c).Select((bucket, k) => (bucket, k)))
        {
            acceptance.Add(Falls(c) ? bucket.Complement : bucket);

            Close(parts[k].Item1, acceptance.Sums.Pooled, "pooled");
            Close(parts[k].Item2, acceptance.Sums.Own, "own");
            Close(logE[k], acceptance.LogE(1), "log E");
        }

        Close(c.Number("log_e_divisor_3"), acceptance.LogE(3), "divided");
    });

    [Fact]
    public void The_ratio_and_its_ends_agree_at_every_look() => Assert.All(Of("count_cs"), c =>
    {
        var ratio = new RatioSequence();
        double[] lower = Odd(c, "lower"), upper = Odd(c, "upper"), mle = Odd(c, "mle");
        foreach (var (bucket, k) in Rows(c).Select((bucket, k) => (bucket, k)))
        {
            ratio.Add(bucket);
            var interval = ratio.Interval(c.Number("alpha"), 1);

            Close(lower[k], interval.Lower, "lower");
            Close(upper[k], interval.Upper, "upper");
            Close(mle[k], interval.Estimate, "estimate");
        }
    });

    [Fact]
    public void Standardised_harm_agrees() => Assert.All(Of("standardised_harm"), c =>
    {
        var harm = new StandardisedHarm();
        foreach (var step in Rows(c, "steps_nb_eb_nc_ec"))
        {
            harm.NextStep();
            harm.Add(step);
        }

        Close(c.Number("harm"), (c.GetProperty("direction").GetString() == "decrease" ? -1 : 1) * harm.Harm, "harm");
        Close(c.Number("baseline_rate"), harm.BaselineRate, "rate");
    });

    [Fact]
    public void The_split_agrees() => Assert.All(Of("multinomial"), c =>
    {
        var split = new SampleRatio(c.Numbers("theta0"), c.Number("kappa"));

        split.Add(c.Numbers("counts"));

        Close(c.Number("log_e"), split.LogE, "log E");
        Vectors.Close(c.Number("p"), split.AnytimeP, 1e-8, "p");
    });

    [Fact]
    public void Bits_do_not_depend_on_where_a_run_was_stored() => Gen.Select(Bucket.Array[1, 30], Bucket.Array[1, 30]).ForAll((before, after) =>
    {
        (IStateful From, IStateful To, Action<IStateful, EventBucket> Add)[] parts =
        [
            (new CountMixture(1.05, 3), new CountMixture(1.05, 3), (x, b) => ((CountMixture)x).Add(b)),
            (new BurstGuard(), new BurstGuard(), (x, b) => ((BurstGuard)x).Add(b)),
            (ClosestNull.Above(0.001, false), ClosestNull.Above(0.001, false), (x, b) => ((ClosestNull)x).Add(b)),
            (new StandardisedHarm(), new StandardisedHarm(), (x, b) => ((StandardisedHarm)x).Add(b)),
            (new RatioSequence(), new RatioSequence(), (x, b) => ((RatioSequence)x).Add(b)),
            (new SampleRatio([0.5, 0.5]), new SampleRatio([0.5, 0.5]), (x, b) => ((SampleRatio)x).Add([b.BaselineExposure, b.CanaryExposure])),
        ];
        Assert.All(parts, part =>
        {
            Array.ForEach(before, b => part.Add(part.From, b));
            States.Copy(part.From, part.To);
            Array.ForEach(after, b => part.Add(part.From, b));
            Array.ForEach(after, b => part.Add(part.To, b));

            Assert.Equal(States.Bytes(part.From), States.Bytes(part.To));
        });
    }, iter: 30);

    [Fact]
    public void Evidence_does_not_depend_on_the_unit_of_exposure() => Gen.Select(Bucket.Array[1, 20], Gen.Double[0.01, 100]).ForAll((buckets, unit) =>
    {
        CountMixture mixture = new(1.05), scaled = new(1.05);
        ClosestNull acceptance = ClosestNull.Below(new(1, 0), true), scaledAcceptance = ClosestNull.Below(new(1, 0), true);
        foreach (var bucket in buckets)
        {
            var other = bucket with { BaselineExposure = bucket.BaselineExposure * unit, CanaryExposure = bucket.CanaryExposure * unit };
            mixture.Add(bucket);
            scaled.Add(other);
            acceptance.Add(bucket);
            scaledAcceptance.Add(other);
        }

        Vectors.Close(mixture.LogE(1), scaled.LogE(1), 1e-9, "mixture", 1e-9);
        Vectors.Close(acceptance.LogE(1), scaledAcceptance.LogE(1), 1e-7, "acceptance", 1e-7);
    });

    [Fact]
    public void Ratios_of_swapped_arms_are_inverse() => Bucket.Array[1, 20].ForAll(buckets =>
    {
        RatioSequence ratio = new(), swapped = new();
        foreach (var bucket in buckets)
        {
            ratio.Add(bucket);
            swapped.Add(bucket.Swapped);
        }

        Interval one = ratio.Interval(0.05, 1), other = swapped.Interval(0.05, 1);
        Vectors.Close(1 / one.Upper, other.Lower, 1e-9, "end");
        Vectors.Close(1 / one.Lower, other.Upper, 1e-9, "end");
    });

    [Fact]
    public void Joining_near_splits_hardly_moves_the_ends()
    {
        var draws = new Draws(5);
        var ratio = new RatioSequence();
        var buckets = new List<EventBucket>();
        for (var k = 0; k < 1_500; k++)
        {
            double nb = 500 + draws.Poisson(450), nc = 20 + draws.Poisson(30);
            buckets.Add(new(nb, draws.Poisson(0.01 * nb), nc, draws.Poisson(0.013 * nc)));
            ratio.Add(buckets[^1]);
        }

        // The same likelihood with every bucket on its own, at the ends found.
        double LogLikelihood(double x) => buckets.Sum(b =>
        {
            var share = b.CanaryExposure / (b.CanaryExposure + b.BaselineExposure);
            return (x * b.CanaryEvents) - (b.Events * Math.Log(1 + (share * (Math.Exp(x) - 1))));
        });
        double[] grid = [.. Enumerable.Range(-60, 121).Select(j => 0.05 * j)];
        var weights = grid.Select(x => Math.Exp(-x * x / 0.98)).ToArray();
        var top = grid.Max(LogLikelihood);
        var logM = top + Math.Log(grid.Zip(weights).Sum(p => p.Second * Math.Exp(LogLikelihood(p.First) - top)) / weights.Sum());
        var found = ratio.Interval(0.05, 1);
        var slope = (LogLikelihood(Math.Log(found.Lower) + 1e-4) - LogLikelihood(Math.Log(found.Lower))) / 1e-4;

        Assert.True(States.Bytes(ratio).Length < 5_000);
        Assert.InRange((logM - LogLikelihood(Math.Log(found.Lower)) - Math.Log(20)) / slope, -1e-4, 1e-4);
    }

    [Fact]
    public void Restarts_share_half_of_the_weight_and_stand_at_one_before_they_begin()
    {
        var mixture = new CountMixture(1, restarts: 4);
        Assert.Equal(0, mixture.LogE(1), 1e-12);

        CountMixture whole = new(1), second = new(1);
        var bucket = new EventBucket(900, 9, 100, 6);
        mixture.Add(bucket);
        whole.Add(bucket);
        mixture.Restart();
        mixture.Add(bucket);
        whole.Add(bucket);
        second.Add(bucket);

        Assert.Equal(Math.Log((0.5 * Math.Exp(whole.LogE(1))) + (0.125 * Math.Exp(second.LogE(1))) + 0.375), mixture.LogE(1), 1e-12);
    }

    [Fact]
    public void Late_harm_is_seen_earlier_with_restarts()
    {
        int Until(CountMixture mixture)
        {
            for (var k = 0; k < 2_000; k++)
            {
                mixture.Add(new(900, 9, 100, 0.7));
            }

            mixture.Restart();
            for (var k = 1; ; k++)
            {
                mixture.Add(new(500, 5, 500, 7.5));
                if (mixture.LogE(1) >= Math.Log(20))
                {
                    return k;
                }
            }
        }

        Assert.True(Until(new(1.05, 4)) < Until(new(1.05)) / 2);
    }

    [Fact]
    public void One_more_bad_canary_event_is_more_evidence_of_harm_and_less_of_acceptance() => Bucket.Array[2, 20].ForAll(buckets =>
    {
        CountMixture harm = new(1.05), more = new(1.05);
        ClosestNull acceptance = ClosestNull.Below(new(0.5, 0.01), true), less = ClosestNull.Below(new(0.5, 0.01), true);
        for (var k = 0; k < buckets.Length; k++)
        {
            // In the newest bucket only: what the earlier ones taught stays the same.
            var other = k == buckets.Length - 1 ? buckets[k] with { CanaryEvents = buckets[k].CanaryEvents + 1 } : buckets[k];
            harm.Add(buckets[k]);
            more.Add(other);
            acceptance.Add(buckets[k]);
            less.Add(other);
        }

        Assert.True(more.LogE(1) > harm.LogE(1));
        Assert.True(less.LogE(1) <= acceptance.LogE(1));
    });

    [Fact]
    public void Buckets_that_compare_nothing_move_nothing() => Assert.All(
        new EventBucket[] { new(0, 0, 50, 2), new(100, 3, 0, 0), new(0, 0, 0, 0) },
        bucket =>
        {
            var mixture = new CountMixture(1);
            var acceptance = ClosestNull.Below(new(0.25, 0.005), poisson: false);
            var bursts = new BurstGuard();
            mixture.Add(bucket);
            acceptance.Add(bucket);
            bursts.Add(bucket);

            Assert.Equal((0.0, 0.0, 0, default), (Math.Round(mixture.LogE(1), 12), acceptance.LogE(1), bursts.Buckets, acceptance.Total));
        });

    [Fact]
    public void Error_free_traffic_accepts_an_absolute_margin_about_as_fast_as_the_rule_of_three()
    {
        var acceptance = ClosestNull.Below(new(0.25, 0.005), poisson: false);
        var requests = 0;
        while (acceptance.LogE(1) < Math.Log(20))
        {
            acceptance.Add(new(475, 0, 25, 0));
            requests += 25;
        }

        Assert.InRange(requests, 600, 850);
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.01)]
    public void An_absolute_tolerance_is_rejected_in_at_most_alpha_of_runs_by_a_canary_at_it(double rate)
    {
        var draws = new Draws(31);
        const int Runs = 300;
        var hits = Enumerable.Range(0, Runs).Count(_ =>
        {
            var harm = ClosestNull.Above(0.001, poisson: false);
            var crossed = false;
            for (var k = 0; k < 200; k++)
            {
                harm.Add(new(2_000, draws.Poisson(2_000 * rate), 2_000, draws.Poisson(2_000 * (rate + 0.001))));
                crossed |= harm.LogE(1) >= Math.Log(20);
            }

            return crossed;
        });

        Draws.AtMost(0.05, hits, Runs);
    }

    [Fact]
    public void A_drifting_rate_and_a_changing_split_do_not_raise_false_alarms()
    {
        var draws = new Draws(77);
        const int Runs = 400;
        var hits = Enumerable.Range(0, Runs).Count(_ =>
        {
            var mixture = new CountMixture(1);
            var crossed = false;
            for (var k = 0; k < 120; k++)
            {
                double rate = 0.01 * Math.Exp(Math.Sin(k / 9.0)), share = k < 60 ? 0.01 : 0.5;
                mixture.Add(new(1_000 * (1 - share), draws.Poisson(rate * 1_000 * (1 - share)), 1_000 * share, draws.Poisson(rate * 1_000 * share)));
                crossed |= mixture.LogE(1) >= Math.Log(20);
            }

            return crossed;
        });

        Draws.AtMost(0.05, hits, Runs);
    }

    [Fact]
    public void A_split_that_is_off_is_warned_about_and_one_that_is_right_is_not()
    {
        var draws = new Draws(2);
        var right = new SampleRatio([0.9, 0.1]);
        var off = new SampleRatio([0.9, 0.1]);
        for (var k = 0; k < 50; k++)
        {
            double nc = draws.Binomial(200, 0.1), bad = draws.Binomial(200, 0.13);
            right.Add([200 - nc, nc]);
            off.Add([200 - bad, bad]);
        }

        Assert.False(right.IsOff);
        Assert.True(off.IsOff);
        off.NextStep([0.5, 0.5]);
        Assert.Equal(0, off.Deviation);
        Assert.False(off.IsOff);
    }

    [Fact]
    public void Broken_counts_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new CountMixture(1).Add(new(1, -1, 1, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BurstGuard().Add(new(double.NaN, 0, 1, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CountMixture(1).LogE(0.5));
        Assert.Throws<ArgumentException>(() => new SampleRatio([0.5, 0.4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClosestNull.Below(new(0, 1), poisson: false));
    }

    private static JsonElement[] Of(string key) => Vectors.Of("sequential", key);

    private static HarmBound Margin(JsonElement c) => new(c.Number("margin_relative"), c.Number("margin_absolute"));

    private static bool Poisson(JsonElement c) => c.GetProperty("kind").GetString() == "count";

    private static bool Falls(JsonElement c) => c.GetProperty("direction").GetString() == "decrease";

    private static EventBucket[] Rows(JsonElement c, string key = "rows_nb_eb_nc_ec") =>
        [.. c.GetProperty(key).EnumerateArray().Select(row => new EventBucket(row[0].GetDouble(), row[1].GetDouble(), row[2].GetDouble(), row[3].GetDouble()))];

    // JSON has no infinity and no NaN: they are texts.
    private static double[] Odd(JsonElement c, string key) => [.. c.GetProperty(key).EnumerateArray().Select(x =>
        x.ValueKind == JsonValueKind.Number ? x.GetDouble() : x.GetString() == "inf" ? double.PositiveInfinity : double.NaN)];

    private static void Close(double expected, double actual, string what) => Vectors.Close(expected, actual, 1e-9, what, 1e-11);
}
