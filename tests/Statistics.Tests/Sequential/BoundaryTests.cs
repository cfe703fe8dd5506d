using CanaryJudge.Statistics.Sequential;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Sequential;

public sealed class BoundaryTests
{
    [Fact]
    public void Normal_mixtures_agree()
    {
        Assert.All(Vectors.Of("sequential", "best_rho"), c => Close(
            c.Number("rho"), NormalMixture.BestRho(c.Number("v"), c.Number("alpha"), c.GetProperty("one_sided").GetBoolean()), "rho"));
        Assert.All(Vectors.Of("sequential", "mixture_log_e"), c =>
        {
            Close(c.Number("log_e_one_sided"), NormalMixture.LogE(c.Number("z"), c.Number("v"), c.Number("rho"), oneSided: true), "one-sided");
            Close(c.Number("log_e_two_sided"), NormalMixture.LogE(c.Number("z"), c.Number("v"), c.Number("rho"), oneSided: false), "two-sided");
        });
        Assert.All(Vectors.Of("sequential", "mixture_critical_z"), c =>
        {
            Close(c.Number("one_sided"), NormalMixture.Critical(c.Number("v"), c.Number("rho"), c.Number("alpha"), oneSided: true), "one-sided");
            Close(c.Number("two_sided"), NormalMixture.Critical(c.Number("v"), c.Number("rho"), c.Number("alpha"), oneSided: false), "two-sided");
        });
    }

    [Fact]
    public void A_mixture_far_below_zero_keeps_its_digits()
    {
        // mpmath, 40 digits: log(mpf(40)/110)/2 + mpf(100)/110*3600/2 + log(ncdf(-60*sqrt(mpf(100)/110)))
        Close(-5.471733783859990, NormalMixture.LogE(-60, 100, 10, oneSided: true), "log E");
    }

    [Fact]
    public void Delayed_starts_agree()
    {
        var vectors = Vectors.Object("sequential", "delayed_start");
        Assert.All(vectors.GetProperty("a").EnumerateArray(), c =>
        {
            Close(c.Number("one_sided"), new DelayedStart(c.Number("alpha")).First, "one-sided");
            Close(c.Number("two_sided"), DelayedStart.TwoSidedCritical(1, 1, c.Number("alpha")), "two-sided");
        });
        Assert.All(vectors.GetProperty("critical_z").EnumerateArray(), c =>
        {
            Close(c.Number("one_sided"), new DelayedStart(c.Number("alpha")).Critical(c.Number("v"), c.Number("m")), "one-sided");
            Close(c.Number("two_sided"), DelayedStart.TwoSidedCritical(c.Number("v"), c.Number("m"), c.Number("alpha")), "two-sided");
        });
        Assert.All(vectors.GetProperty("p").EnumerateArray(), c =>
            Vectors.Close(c.Number("p"), DelayedStart.AnytimeP(c.Number("z"), c.Number("v"), c.Number("m")), 1e-7, "p"));
    }

    [Fact]
    public void The_p_of_a_look_is_at_most_alpha_exactly_when_the_boundary_is_reached() =>
        Gen.Select(Gen.Double[0, 6], Gen.Double[1, 50], Gen.Double[0.001, 0.4]).ForAll((z, v, alpha) =>
        {
            var critical = new DelayedStart(alpha).Critical(v, 1);
            if (Math.Abs(z - critical) > 1e-9)
            {
                Assert.Equal(z > critical, DelayedStart.AnytimeP(z, v, 1) < alpha);
            }
        });

    [Fact]
    public void Boundaries_rise_with_time_and_fall_with_the_level() =>
        Gen.Select(Gen.Double[1, 1000], Gen.Double[1, 5], Gen.Double[0.001, 0.2], Gen.Double[1.01, 2]).ForAll((v, later, alpha, looser) =>
        {
            Assert.True(new DelayedStart(alpha).Critical(v * later, 1) >= new DelayedStart(alpha).Critical(v, 1));
            Assert.True(new DelayedStart(alpha * looser).Critical(v, 1) < new DelayedStart(alpha).Critical(v, 1));
            Assert.True(NormalMixture.Critical(v, 10, alpha * looser, oneSided: true) < NormalMixture.Critical(v, 10, alpha, oneSided: true));
        });

    [Fact]
    public void Nothing_is_decided_before_the_start()
    {
        Assert.Equal(double.PositiveInfinity, new DelayedStart(0.05).Critical(29, 30));
        Assert.Equal(1, DelayedStart.AnytimeP(9, 29, 30));
        Assert.Equal(double.PositiveInfinity, DelayedStart.TwoSidedCritical(29, 30, 0.05));
    }

    [Fact]
    public void A_watched_random_walk_crosses_in_at_most_alpha_of_runs()
    {
        var draws = new Draws(8);
        var boundary = new DelayedStart(0.05);
        double[] critical = [.. Enumerable.Range(0, 301).Select(n => boundary.Critical(n, 30))];
        const int Runs = 4_000;
        var hits = Enumerable.Range(0, Runs).Count(_ =>
        {
            double sum = 0;
            var crossed = false;
            for (var n = 1; n <= 300; n++)
            {
                sum += draws.Normal();
                crossed |= sum / Math.Sqrt(n) >= critical[n];
            }

            return crossed;
        });

        Draws.AtMost(0.05, hits, Runs);
        Assert.InRange(hits, Runs * 0.02, Runs * 0.05);
    }

    [Fact]
    public void Planned_looks_agree() => Assert.All(Vectors.Of("sequential", "group_sequential"), c =>
    {
        var boundary = new GroupSequential(c.Number("alpha"), Of(c));
        var z = c.Numbers("z");
        var spent = c.Numbers("cumulative_alpha");
        foreach (var (t, k) in c.Numbers("information").Select((t, k) => (t, k)))
        {
            Vectors.Close(z[k], boundary.Look(t), 1e-7, $"look {k + 1}");
            Close(spent[k], boundary.Spent, "spent");
        }
    });

    [Fact]
    public void A_single_planned_look_is_the_plain_test() =>
        Close(1.6448536269514722, new GroupSequential(0.05, Spending.Pocock).Look(1), "z");

    [Fact]
    public void Late_near_and_empty_looks_stop_nothing()
    {
        var boundary = new GroupSequential(0.05, Spending.OBrienFleming);

        Assert.Equal(double.PositiveInfinity, boundary.Look(0.01));
        Assert.True(double.IsFinite(boundary.Look(0.5)));
        Assert.Equal(double.PositiveInfinity, boundary.Look(0.5));
        Assert.True(double.IsFinite(boundary.Look(1)));
        Assert.Equal(double.PositiveInfinity, boundary.Look(1.1));
    }

    [Theory]
    [InlineData(Spending.OBrienFleming)]
    [InlineData(Spending.Pocock)]
    public void Many_planned_looks_spend_the_level_and_no_more(Spending spending)
    {
        var draws = new Draws(3);
        var boundary = new GroupSequential(0.05, spending);
        double[] critical = [.. Enumerable.Range(1, 60).Select(k => boundary.Look(k / 60.0))];
        const int Runs = 6_000;
        var hits = Enumerable.Range(0, Runs).Count(_ =>
        {
            double sum = 0;
            var crossed = false;
            for (var k = 1; k <= 60; k++)
            {
                sum += draws.Normal();
                crossed |= sum / Math.Sqrt(k) >= critical[k - 1];
            }

            return crossed;
        });

        Assert.InRange(hits / (double)Runs, 0.05 - 0.009, 0.05 + 0.009);
    }

    [Fact]
    public void Restored_planned_looks_go_on_to_the_bit() => Gen.Select(Gen.Int[1, 19], Gen.Bool).ForAll((cut, early) =>
    {
        var spending = early ? Spending.Pocock : Spending.OBrienFleming;
        var boundary = new GroupSequential(0.025, spending);
        for (var k = 1; k <= cut; k++)
        {
            boundary.Look(k / 20.0);
        }

        var copy = States.Copy(boundary, new GroupSequential(0.025, spending));
        for (var k = cut + 1; k <= 20; k++)
        {
            Assert.Equal(boundary.Look(k / 20.0), copy.Look(k / 20.0));
        }

        Assert.Equal(States.Bytes(boundary), States.Bytes(copy));
    }, iter: 10);

    private static Spending Of(System.Text.Json.JsonElement c) => c.GetProperty("spending").GetString() == "OF" ? Spending.OBrienFleming : Spending.Pocock;

    private static void Close(double expected, double actual, string what) => Vectors.Close(expected, actual, 1e-9, what, 1e-11);
}
