using CanaryJudge.Statistics.Sequential;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Sequential;

/// <summary>What holds for every sequential test, whatever it judges.</summary>
public sealed class SequentialRunTests
{
    private static readonly HarmSide[] Sides = [HarmSide.Increase, HarmSide.Decrease, HarmSide.Either];

    public static TheoryData<string> Shapes => [.. Makers.Keys];

    private static Dictionary<string, (string Test, SequentialPlan Plan, Func<Draws, int, ArmsBucket> Bucket)> Makers { get; } = new()
    {
        ["shares"] = ("count-mixture", new() { Margin = new(0.25, 0.005), Tolerance = new(0.05, 0.001), Steps = 3 }, (d, k) => Events(d, 0.02, 0.03)),
        ["counts"] = ("count-mixture", new() { Poisson = true, Margin = new(1, 0) }, (d, k) => Events(d, 0.02, 0.02)),
        ["logarithms"] = ("paired-series", new(), (d, k) => Pair(d, 100, 110, 0.2)),
        ["planned"] = ("paired-series", new() { PlannedBuckets = 60, LookEvery = 5 }, (d, k) => Pair(d, 100, 120, 0.2)),
        ["ranks"] = ("paired-series", new() { Margin = new(0, 3), Tolerance = new(0, 0.5) }, (d, k) => new ArmsBucket.Points(d.Normal(), d.Normal())),
        ["with holes"] = ("paired-series", new(), (d, k) => k % 7 == 3 ? new ArmsBucket.Points(double.NaN, 5) : Pair(d, 100, 100, 0.2)),
        ["samples"] = ("stratified-ranks", new() { Guards = [0.9, 0.99], StratumBuckets = 4 }, (d, k) => Values(d, 60, 20, 1.1)),
        ["offsets"] = ("stratified-ranks", new() { Margin = new(0, 1) }, (d, k) => new ArmsBucket.Samples(d.Normals(60), d.Normals(20))),
        ["keys"] = ("stratified-ranks", new(), Keyed),
        ["histograms"] = ("stratified-ranks", new() { Guards = [0.9] }, (d, k) => Histogram(d)),
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_run_stored_and_restored_anywhere_goes_on_to_the_bit(string shape) => Gen.Select(Gen.Int[0, 49], Gen.Int[0, 2]).ForAll((cut, side) =>
    {
        var (run, next) = Start(shape, Sides[side]);
        var buckets = Buckets(shape, cut, 50);
        foreach (var bucket in buckets[..cut])
        {
            run.Add(bucket);
        }

        var copy = States.Copy(run, next());
        foreach (var bucket in buckets[cut..])
        {
            AssertSame(run.Add(bucket), copy.Add(bucket));
        }

        Assert.Equal(run.Effect(), copy.Effect());
        Assert.Equal(run.Needed(), copy.Needed());
        Assert.Equal(States.Bytes(run), States.Bytes(copy));
    }, iter: 8);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_state_of_a_long_run_is_no_larger_than_that_of_a_short_one(string shape)
    {
        var (run, _) = Start(shape, HarmSide.Either);
        int At(int upTo, int from)
        {
            foreach (var bucket in Buckets(shape, 5, upTo)[from..])
            {
                run.Add(bucket with { Epoch = 0 });
            }

            return States.Bytes(run).Length;
        }

        var early = At(1_200, 0);

        Assert.InRange(At(1_800, 1_200), 0, shape == "keys" ? 3 * early : early * 11 / 10);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_order_of_values_inside_a_bucket_does_not_matter(string shape)
    {
        var (run, next) = Start(shape, HarmSide.Increase);
        var other = next();
        foreach (var bucket in Buckets(shape, 9, 40))
        {
            AssertSame(run.Add(bucket), other.Add(Reversed(bucket)));
        }

        Assert.Equal(States.Bytes(run), States.Bytes(other));
    }

    [Theory]
    [InlineData("logarithms")]
    [InlineData("ranks")]
    [InlineData("offsets")]
    [InlineData("counts")]
    public void Swapped_arms_with_the_other_side_see_the_same(string shape)
    {
        // Bounds of logarithms and counts are not their own mirror: without a tolerance they are.
        var plan = Makers[shape].Plan;
        plan = plan with { Tolerance = plan.Tolerance with { Relative = 0 } };
        var rise = Test(shape).Start(plan with { Side = HarmSide.Increase });
        var fall = Test(shape).Start(plan with { Side = HarmSide.Decrease });
        foreach (var bucket in Buckets(shape, 4, 60))
        {
            var (one, other) = (rise.Add(bucket).Sides[0].Harm, fall.Add(Swapped(bucket)).Sides[0].Harm);
            Vectors.Close(one.Statistic, other.Statistic, 1e-9, "statistic", 1e-9);
            Vectors.Close(one.Boundary, other.Boundary, 1e-9, "boundary");
        }
    }

    [Theory]
    [InlineData("logarithms")]
    [InlineData("samples")]
    public void Another_unit_sees_the_same(string shape)
    {
        var (run, next) = Start(shape, HarmSide.Increase);
        var other = next();
        foreach (var bucket in Buckets(shape, 3, 60))
        {
            // A power of two, so that bins move as a whole.
            var (one, two) = (run.Add(bucket).Sides[0], other.Add(Scaled(bucket, 1024)).Sides[0]);
            Vectors.Close(one.Harm.Statistic, two.Harm.Statistic, 1e-9, "harm", 1e-9);
            Vectors.Close(one.Acceptance.Statistic, two.Acceptance.Statistic, 1e-9, "acceptance", 1e-9);
        }

        Vectors.Close(run.Effect().Value.Estimate, other.Effect().Value.Estimate, 1e-9, "estimate");
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Harm_once_proven_stays_and_acceptance_starts_anew_with_each_step(string shape)
    {
        var (run, _) = Start(shape, HarmSide.Increase);
        bool harmful = false, acceptable = false;
        var epoch = 0;
        foreach (var bucket in Buckets(shape, 2, 150))
        {
            var look = run.Add(bucket);
            Assert.True(look.IsHarmful || !harmful);
            Assert.True(look.IsAcceptable || !acceptable || bucket.Epoch != epoch);
            (harmful, acceptable, epoch) = (look.IsHarmful, look.IsAcceptable, bucket.Epoch);
        }
    }

    [Fact]
    public void Every_test_refuses_the_data_of_another_kind_and_broken_plans() => Assert.All(SequentialTests.All, test =>
    {
        ArmsBucket wrong = test.Name == "paired-series" ? new ArmsBucket.Events(default) : new ArmsBucket.Points(1, 1);

        Assert.Throws<ArgumentException>(() => test.Start(new()).Add(wrong));
        Assert.Throws<ArgumentOutOfRangeException>(() => test.Start(new() { Alpha = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => test.Start(new() { Beta = 0.6 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => test.Start(new() { FewestBuckets = 19 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => test.Start(new() { Guards = [0.4] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => test.Start(new() { Tolerance = new(1, 0), Side = HarmSide.Decrease }));
        Assert.Throws<ArgumentOutOfRangeException>(() => test.Start(new() { PlannedBuckets = 20 }));
        Assert.Equal(test.Name == "stratified-ranks", Record.Exception(() => test.Start(new() { Guards = [0.9] })) is null);
        Assert.Throws<FormatException>(() => States.Restored(new byte[80], test.Start(new())));
    });

    private static ISequentialTest Test(string shape) => SequentialTests.All.Single(test => test.Name == Makers[shape].Test);

    private static (ISequentialRun Run, Func<ISequentialRun> Next) Start(string shape, HarmSide side)
    {
        var plan = Makers[shape].Plan with { Side = side };
        return (Test(shape).Start(plan), () => Test(shape).Start(plan));
    }

    private static ArmsBucket[] Buckets(string shape, int seed, int count)
    {
        var draws = new Draws(seed);
        return [.. Enumerable.Range(0, count).Select(k => Makers[shape].Bucket(draws, k) with { Epoch = k < 20 ? 1 : k < 35 ? 2 : 4 })];
    }

    private static void AssertSame(SequentialLook expected, SequentialLook actual)
    {
        Assert.Equal(expected.Sides, actual.Sides);
        Assert.Equal(expected.Guards, actual.Guards);
        Assert.Equal(expected with { Sides = [], Guards = [] }, actual with { Sides = [], Guards = [] });
    }

    private static ArmsBucket.Events Events(Draws d, double b, double c) => new(new(300, Math.Min(300, d.Poisson(300 * b)), 100, Math.Min(100, d.Poisson(100 * c))));

    private static ArmsBucket.Points Pair(Draws d, double b, double c, double sd) => new(b * Math.Exp(sd * d.Normal()), c * Math.Exp(sd * d.Normal()));

    private static ArmsBucket.Samples Values(Draws d, int n, int m, double factor) =>
        new(d.Of(n, x => 100 * Math.Exp(0.5 * x.Normal())), d.Of(m, x => 100 * factor * Math.Exp(0.5 * x.Normal())));

    private static ArmsBucket Keyed(Draws d, int k) => Values(d, 60, 20, 1) with
    {
        BaselineKeys = Enumerable.Range(0, 60).Select(i => (ulong)((50 * k) + (i / 2))).ToArray(),
        CanaryKeys = Enumerable.Range(0, 20).Select(i => (ulong)((15 * k) + (i / 2))).ToArray(),
    };

    private static ArmsBucket.Histogram Histogram(Draws d)
    {
        double[] edges = [0, 10, 25, 50, 100, 250, 500, double.PositiveInfinity];
        double[] Counts(double[] values) => [.. edges.Skip(1).Select((edge, i) => (double)values.Count(v => v >= edges[i] && v < edge))];
        var values = Values(d, 80, 40, 1.1);
        return new(edges, Counts(values.Baseline.ToArray()), Counts(values.Canary.ToArray()));
    }

    private static ArmsBucket Reversed(ArmsBucket bucket) => bucket is not ArmsBucket.Samples samples ? bucket : samples with
    {
        Baseline = samples.Baseline.ToArray().Reverse().ToArray(),
        Canary = samples.Canary.ToArray().Reverse().ToArray(),
        BaselineKeys = samples.BaselineKeys.ToArray().Reverse().ToArray(),
        CanaryKeys = samples.CanaryKeys.ToArray().Reverse().ToArray(),
    };

    private static ArmsBucket Swapped(ArmsBucket bucket) => bucket switch
    {
        ArmsBucket.Events events => events with { Counts = events.Counts.Swapped },
        ArmsBucket.Points points => points with { Baseline = points.Canary, Canary = points.Baseline },
        ArmsBucket.Samples samples => samples with { Baseline = samples.Baseline.ToArray().Select(x => -x).ToArray(), Canary = samples.Canary.ToArray().Select(x => -x).ToArray() },
        _ => throw new ArgumentException("No mirror.", nameof(bucket)),
    };

    private static ArmsBucket Scaled(ArmsBucket bucket, double unit) => bucket switch
    {
        ArmsBucket.Points points => points with { Baseline = points.Baseline * unit, Canary = points.Canary * unit },
        ArmsBucket.Samples samples => samples with { Baseline = samples.Baseline.ToArray().Select(x => x * unit).ToArray(), Canary = samples.Canary.ToArray().Select(x => x * unit).ToArray() },
        _ => throw new ArgumentException("No unit.", nameof(bucket)),
    };
}
