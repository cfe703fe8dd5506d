using CanaryJudge.Statistics.Sequential;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Sequential;

/// <summary>Arms that are compared inside strata at every look, never across.</summary>
public sealed class StrataOverLooksTests
{
    private const int Runs = 60;
    private const int Looks = 60;

    private static Dictionary<string, (string Test, SequentialPlan Plan)> Shapes { get; } = new()
    {
        ["errors"] = ("count-mixture", new() { Tolerance = new(0.05, 0.001), Margin = new(0.25, 0.005) }),
        ["restarts"] = ("count-mixture", new() { Poisson = true, Margin = new(1, 0) }),
        ["samples"] = ("stratified-ranks", new() { Guards = [0.9], StratumBuckets = 5 }),
        ["keys"] = ("stratified-ranks", new() { StratumBuckets = 5 }),
        ["histograms"] = ("stratified-ranks", new() { StratumBuckets = 5 }),
        ["points"] = ("paired-series", new()),
        ["ranks"] = ("paired-series", new() { Tolerance = new(0, 10), Margin = new(0, 200) }),
    };

    public static TheoryData<string> All => [.. Shapes.Keys];

    [Theory]
    [InlineData("errors", 0.1, 0.5)]
    [InlineData("samples", 0.05, 0.25)]
    [InlineData("points", 0.05, 0.25)]
    public void A_mix_that_moves_fails_no_good_canary_and_hides_no_bad_one(string shape, double tolerance, double margin)
    {
        int Count(double harm, Func<SequentialLook, bool> happens, bool pooled = false) =>
            Enumerable.Range(0, Runs).Count(seed => Watch(shape, harm, seed, pooled).Any(happens));

        // Pooled, the good one has a larger share of the slow region and fails.
        Assert.InRange(Count(0, look => look.IsHarmful, pooled: true), Runs * 3 / 4, Runs);
        Draws.AtMost(0.05, Count(0, look => look.IsHarmful), Runs);
        Draws.AtMost(0.05, Count(tolerance, look => look.IsHarmful), Runs);
        Draws.AtMost(0.05, Count(margin, look => look.IsAcceptable && !look.IsHarmful), Runs);
        Assert.InRange(Count(2, look => look.IsHarmful), Runs * 9 / 10, Runs);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_order_of_the_strata_changes_nothing(string shape) => Gen.Int[0, 10_000].ForAll(seed =>
    {
        ISequentialRun run = Start(shape), other = Start(shape);
        foreach (var strata in Buckets(shape, 0.1, seed, 40))
        {
            AssertSame(run.Add(strata), other.Add([.. strata.Reverse()]));
        }

        Assert.Equal(States.Bytes(run), States.Bytes(other));
        Assert.Equal(run.Effect(), other.Effect());
    }, iter: 8);

    [Theory]
    [MemberData(nameof(All))]
    public void Stored_and_restored_anywhere_it_goes_on_to_the_bit(string shape) => Gen.Select(Gen.Int[0, 39], Gen.Int[0, 10_000]).ForAll((cut, seed) =>
    {
        ISequentialRun run = Start(shape), copy = Start(shape);
        var buckets = Buckets(shape, 0.1, seed, 40).ToArray();
        for (var k = 0; k < buckets.Length; k++)
        {
            copy = k == cut ? States.Copy(copy, Start(shape)) : copy;
            AssertSame(run.Add(buckets[k]), copy.Add(buckets[k]));
        }

        Assert.Equal(States.Bytes(run), States.Bytes(copy));
    }, iter: 8);

    [Theory]
    [MemberData(nameof(All))]
    public void One_stratum_is_as_none(string shape) => Gen.Int[0, 10_000].ForAll(seed =>
    {
        ISequentialRun named = Start(shape), plain = Start(shape);
        foreach (var strata in Buckets(shape, 0.1, seed, 40))
        {
            // Keys are spread anew in each stratum, so the order in which they are dropped beyond a million differs, not what they say.
            AssertSame(plain.Add(strata[0] with { Stratum = "" }), named.Add(strata[0]));
        }

        Assert.Equal(plain.Effect(), named.Effect());
    }, iter: 8);

    [Fact]
    public void Harm_is_the_excess_inside_each_stratum()
    {
        var harm = new StandardisedHarm();
        harm.Add(new(1_000, 10, 100, 2), "eu");
        harm.Add(new(100, 10, 900, 81), "us");
        harm.Add(new(0, 0, 500, 500), "asia");

        // eu: 2 - 100 * 1 % = 1; us: 81 - 900 * 10 % = -9; asia has no baseline.
        Assert.Equal(-8.0 / 1_000, harm.Harm, 12);
        Assert.Equal(91.0 / 1_000, harm.BaselineRate, 12);
    }

    [Fact]
    public void Bursts_that_come_everywhere_at_once_are_found_where_each_stratum_alone_looks_calm()
    {
        var draws = new Draws(7);
        BurstGuard together = new(), apart = new();
        for (var k = 0; k < 60; k++)
        {
            // One more or one less of the canary's events in all of thirty strata at once.
            var lift = draws.Normal() > 0 ? 1.3 : 0.7;
            EventBucket[] strata = [.. Enumerable.Range(0, 30).Select(_ => new EventBucket(1_000, draws.Poisson(4), 1_000, draws.Poisson(4 * lift)))];
            together.AddStrata(strata);
            Array.ForEach(strata, apart.Add);
        }

        Assert.InRange(together.Dispersion, 2, 8);
        Assert.InRange(apart.Dispersion, 0.8, 1.5);
    }

    [Fact]
    public void Evidence_of_events_multiplies_over_strata()
    {
        // Given each stratum's sum the canary's events are binomial, so strata are buckets: the same evidence, added one after the other.
        var draws = new Draws(5);
        var plan = Shapes["restarts"].Plan with { Independent = true };
        ISequentialRun run = Test("restarts").Start(plan);
        CountMixture mixture = new(1.05);
        SequentialLook? look = null;
        for (var k = 0; k < 30; k++)
        {
            EventBucket a = new(5, draws.Poisson(5), 1, draws.Poisson(1.5)), b = new(1, draws.Poisson(20), 3, draws.Poisson(90));
            mixture.Add(a);
            mixture.Add(b);
            look = run.Add(new ArmsBucket.Events(b) { Stratum = "b" }, new ArmsBucket.Events(a) { Stratum = "a" });
        }

        Assert.Equal(mixture.LogE(1), look!.Sides[0].Harm.Statistic, 9);
    }

    [Fact]
    public void A_bucket_without_strata_or_with_one_of_them_twice_is_a_bug_of_the_caller()
    {
        var one = new ArmsBucket.Points(1, 2) { Stratum = "eu" };

        Assert.Throws<ArgumentException>(() => Start("points").Add());
        Assert.Throws<ArgumentException>(() => Start("points").Add(one, one));
        Assert.Throws<ArgumentException>(() => Start("points").Add(one, one with { Stratum = "us", Epoch = 2 }));
    }

    private static ISequentialTest Test(string shape) => SequentialTests.All.Single(t => t.Name == Shapes[shape].Test);

    private static ISequentialRun Start(string shape) => Test(shape).Start(Shapes[shape].Plan);

    private static IEnumerable<SequentialLook> Watch(string shape, double harm, int seed, bool pooled)
    {
        var run = Start(shape);
        return Buckets(shape, harm, seed, Looks).Select(strata => pooled ? run.Add(Pooled(strata)) : run.Add(strata));
    }

    /// <summary>Two regions, the second three times worse in both arms; the canary's traffic moves there.</summary>
    private static IEnumerable<ArmsBucket[]> Buckets(string shape, double harm, int seed, int count)
    {
        var draws = new Draws(seed);
        var noise = new double[4];
        for (var k = 0; k < count; k++)
        {
            var slow = 0.3 + (0.6 * k / count);
            yield return [One("eu", 1, 0.7, 1 - slow, 0), One("us", 3, 0.3, slow, 2)];
        }

        ArmsBucket One(string stratum, double level, double baselineShare, double canaryShare, int at)
        {
            int n = (int)(120 * baselineShare), m = (int)(60 * canaryShare);
            double Next(int i) => noise[i] = (0.3 * noise[i]) + (0.954 * draws.Normal());
            double[] Latencies(int size, double factor) => draws.Of(size, d => 100 * factor * level * Math.Exp(0.5 * d.Normal()));
            ArmsBucket bucket = shape switch
            {
                "errors" => new ArmsBucket.Events(new(40 * n, draws.Poisson(40 * n * 0.01 * level), 40 * m, draws.Poisson(40 * m * 0.01 * level * (1 + harm)))),
                "restarts" => new ArmsBucket.Events(new(baselineShare, draws.Poisson(baselineShare * level), canaryShare, draws.Poisson(canaryShare * level * (1 + harm)))),

                // Of one number for each region only the weights can move: the canary's is of fewer machines in the fast one.
                "points" => new ArmsBucket.Points(100 * level * Math.Exp(0.2 * Next(at)), 100 * level * (1 + harm) * Math.Exp(0.2 * Next(at + 1))),
                "ranks" => new ArmsBucket.Points(100 * level * Next(at), (100 * level * Next(at + 1)) + (200 * harm)),
                "keys" => new ArmsBucket.Samples(Latencies(n, 1), Latencies(m, 1 + harm))
                {
                    BaselineKeys = draws.Of(n, d => d.Normal()).Select(x => (ulong)(1_000 * (3 + x))).ToArray(),
                    CanaryKeys = draws.Of(m, d => d.Normal()).Select(x => (ulong)(1_000 * (3 + x))).ToArray(),
                },
                "histograms" => Histogram(Latencies(n, 1), Latencies(m, 1 + harm)),
                _ => new ArmsBucket.Samples(Latencies(n, 1), Latencies(m, 1 + harm)),
            };
            return bucket with { Stratum = stratum };
        }
    }

    private static ArmsBucket Pooled(ArmsBucket[] strata) => (strata[0], strata[1]) switch
    {
        (ArmsBucket.Events a, ArmsBucket.Events b) => new ArmsBucket.Events(a.Counts.Plus(b.Counts)),
        (ArmsBucket.Samples a, ArmsBucket.Samples b) => new ArmsBucket.Samples(
            (double[])[.. a.Baseline.Span, .. b.Baseline.Span], (double[])[.. a.Canary.Span, .. b.Canary.Span]),
        (ArmsBucket.Points a, ArmsBucket.Points b) => new ArmsBucket.Points((0.7 * a.Baseline) + (0.3 * b.Baseline), (0.3 * a.Canary) + (0.7 * b.Canary)),
        _ => throw new ArgumentException("No pool.", nameof(strata)),
    };

    private static ArmsBucket.Histogram Histogram(double[] baseline, double[] canary)
    {
        double[] edges = [0, 10, 25, 50, 100, 250, 500, 1_000, double.PositiveInfinity];
        double[] Counts(double[] values) => [.. edges.Skip(1).Select((edge, i) => (double)values.Count(v => v >= edges[i] && v < edge))];
        return new(edges, Counts(baseline), Counts(canary));
    }

    private static void AssertSame(SequentialLook expected, SequentialLook actual)
    {
        Assert.Equal(expected.Sides, actual.Sides);
        Assert.Equal(expected.Guards, actual.Guards);
        Assert.Equal(expected with { Sides = [], Guards = [] }, actual with { Sides = [], Guards = [] });
    }
}
