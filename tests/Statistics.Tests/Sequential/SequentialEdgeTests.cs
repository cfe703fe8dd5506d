using CanaryJudge.Statistics.Sequential;

namespace CanaryJudge.Statistics.Tests.Sequential;

/// <summary>The awkward inputs: each has its own answer, never a crash and never a silent acceptance.</summary>
public sealed class SequentialEdgeTests
{
    [Fact]
    public void An_empty_arm_is_not_enough_data()
    {
        var events = Run("count-mixture", new(), Enumerable.Repeat(new ArmsBucket.Events(new(100, 5, 0, 0)), 40));
        var points = Run("paired-series", new(), Enumerable.Repeat(new ArmsBucket.Points(5, double.NaN), 40));
        var samples = Run("stratified-ranks", new() { Guards = [0.9] }, Enumerable.Repeat(new ArmsBucket.Samples(new double[] { 1, 2, 3 }, default), 40));

        Assert.All(new[] { events, points, samples }, look =>
        {
            Assert.Equal(SequentialReasons.NotEnoughData | SequentialReasons.MissingData, look.Reasons);
            Assert.False(look.IsHarmful || look.IsAcceptable);
        });
    }

    [Fact]
    public void A_run_without_data_has_no_effect_and_no_plan() => Assert.All(SequentialTests.All, test =>
    {
        var run = test.Start(new());

        Assert.Equal(double.NaN, run.Effect().Value.Estimate);
        Assert.True(run.Needed() is double.NaN or 30);
    });

    [Fact]
    public void Effects_are_told_in_the_unit_of_the_metric_too()
    {
        var draws = new Draws(8);
        var points = Test("paired-series").Start(new());
        var samples = Test("stratified-ranks").Start(new());
        var events = Test("count-mixture").Start(new());
        for (var k = 0; k < 60; k++)
        {
            points.Add(new ArmsBucket.Points(100 * Math.Exp(0.1 * draws.Normal()), 120 * Math.Exp(0.1 * draws.Normal())));
            samples.Add(new ArmsBucket.Samples(draws.Of(200, d => 100 * Math.Exp(0.1 * d.Normal())), draws.Of(200, d => 120 * Math.Exp(0.1 * d.Normal()))));
            events.Add(new ArmsBucket.Events(new(1_000, draws.Poisson(100), 1_000, draws.Poisson(120))));
        }

        Assert.All([(points, 100.0), (samples, 100.0), (events, 0.1)], pair =>
        {
            var effect = pair.Item1.Effect();
            Assert.Equal(1.2, effect.Value.Estimate, 0.06);
            Assert.InRange(1.2, effect.Value.Lower, effect.Value.Upper);
            Assert.Equal(pair.Item2, effect.BaselineLevel, 0.1 * pair.Item2);
            Assert.Equal(0.2 * pair.Item2, effect.Difference, 0.06 * pair.Item2);
        });
    }

    [Fact]
    public void A_constant_difference_is_zero_variance_and_decides_nothing()
    {
        var look = Run("paired-series", new(), Enumerable.Repeat(new ArmsBucket.Points(10, 20), 60));

        Assert.Equal(SequentialReasons.ZeroVariance, look.Reasons);
        Assert.Equal(double.NaN, look.Sides[0].Harm.Statistic);
        Assert.False(look.IsHarmful || look.IsAcceptable);
    }

    [Fact]
    public void Values_that_are_not_positive_are_judged_by_ranks_from_the_start()
    {
        var draws = new Draws(6);
        var plan = new SequentialPlan { Margin = new(0, 1), Tolerance = new(0, 0.2) };
        var same = Run("paired-series", plan, Many(200, () => new ArmsBucket.Points(draws.Normal(), draws.Normal())));
        var worse = Run("paired-series", plan, Many(200, () => new ArmsBucket.Points(draws.Normal(), draws.Normal() + 1.2)));

        Assert.True(same is { IsAcceptable: true, IsHarmful: false });
        Assert.True(worse is { IsAcceptable: false, IsHarmful: true });
    }

    [Fact]
    public void A_zero_that_comes_after_logarithms_began_is_left_out_and_told()
    {
        var draws = new Draws(6);
        var run = Test("paired-series").Start(new());
        foreach (var bucket in Many(40, () => new ArmsBucket.Points(Math.Exp(draws.Normal()), Math.Exp(draws.Normal()))))
        {
            run.Add(bucket);
        }

        var before = States.Bytes(run);
        var look = run.Add(new ArmsBucket.Points(1, 0));

        Assert.True(look.Reasons.HasFlag(SequentialReasons.NotPositive));
        Assert.Equal(40, look.CanaryCount);
        Assert.Equal(before.Length, States.Bytes(run).Length);
    }

    [Fact]
    public void All_values_tied_give_no_evidence()
    {
        double[] baseline = [.. Enumerable.Repeat(5.0, 100)], canary = [.. Enumerable.Repeat(5.0, 50)];
        var look = Run("stratified-ranks", new() { Tolerance = default, Margin = new(0.25, 0) }, Enumerable.Repeat(new ArmsBucket.Samples(baseline, canary), 3));

        Assert.Equal(0, look.Sides[0].Harm.Statistic);
        Assert.False(look.IsHarmful);
    }

    [Fact]
    public void Numbers_that_are_none_are_dropped_and_told()
    {
        var points = Run("paired-series", new(), [new ArmsBucket.Points(1, double.PositiveInfinity)]);
        var samples = Run("stratified-ranks", new(), [new ArmsBucket.Samples(new[] { 1, double.NaN }, new[] { double.NegativeInfinity, 2 })]);
        var keyed = Run("stratified-ranks", new(), [new ArmsBucket.Samples(new[] { 1, double.NaN }, new[] { 3.0, 2 }) { BaselineKeys = new ulong[] { 1, 2 }, CanaryKeys = new ulong[] { 1, 2 } }]);

        Assert.True(points.Reasons.HasFlag(SequentialReasons.DroppedValues));
        Assert.Equal((1, 1), (samples.BaselineCount, samples.CanaryCount));
        Assert.True(samples.Reasons.HasFlag(SequentialReasons.DroppedValues));
        Assert.Equal((1, 2), (keyed.BaselineCount, keyed.CanaryCount));
        Assert.True(keyed.Reasons.HasFlag(SequentialReasons.DroppedValues));
    }

    [Fact]
    public void Counter_resets_and_impossible_counts_are_refused_and_told()
    {
        EventBucket[] impossible = [new(10, 11, 10, 1), new(10, -1, 10, 1), new(double.NaN, 0, 10, 1), new(10, 1, double.PositiveInfinity, 1)];
        var run = Test("count-mixture").Start(new());
        run.Add(new ArmsBucket.Events(new(100, 3, 100, 4)));

        Assert.All(impossible, bucket =>
        {
            var look = run.Add(new ArmsBucket.Events(bucket));
            Assert.Equal((100, 100), (look.BaselineCount, look.CanaryCount));
            Assert.True(look.Reasons.HasFlag(SequentialReasons.RefusedBuckets));
        });
        Assert.Equal(SequentialReasons.None, Run("count-mixture", new() { Poisson = true, Independent = true }, [new ArmsBucket.Events(new(10, 11, 10, 12))]).Reasons);
    }

    [Fact]
    public void Traffic_without_events_moves_no_evidence_of_harm_and_needs_an_absolute_margin()
    {
        var relative = Run("count-mixture", new(), Enumerable.Repeat(new ArmsBucket.Events(new(1_000, 0, 1_000, 0)), 100));
        var absolute = Run("count-mixture", new() { Margin = new(0.25, 0.005) }, Enumerable.Repeat(new ArmsBucket.Events(new(1_000, 0, 1_000, 0)), 100));

        Assert.Equal(0, relative.Sides[0].Harm.Statistic, 1e-12);
        Assert.Equal(SequentialReasons.NeedsAbsoluteMargin, relative.Reasons);
        Assert.False(relative.IsAcceptable);
        Assert.True(absolute.IsAcceptable);
    }

    [Fact]
    public void A_fifth_of_missing_buckets_is_told_and_fewer_are_not()
    {
        var draws = new Draws(5);
        SequentialLook With(int hole) => Run("paired-series", new(), Enumerable.Range(0, 100).Select(k =>
            new ArmsBucket.Points(Math.Exp(draws.Normal()), k % hole == 0 ? double.NaN : Math.Exp(draws.Normal()))));

        Assert.True(With(4).Reasons.HasFlag(SequentialReasons.MissingData));
        Assert.False(With(6).Reasons.HasFlag(SequentialReasons.MissingData));
        Assert.Equal(75, With(4).CanaryCount);
    }

    [Fact]
    public void Nothing_is_decided_before_thirty_pairs_or_a_hundred_samples()
    {
        var draws = new Draws(1);
        var points = Run("paired-series", new(), Many(29, () => new ArmsBucket.Points(Math.Exp(0.01 * draws.Normal()), 9 * Math.Exp(0.01 * draws.Normal()))));
        var samples = Run("stratified-ranks", new(), Many(33, () => new ArmsBucket.Samples(draws.Of(30, d => Math.Exp(d.Normal())), draws.Of(3, d => 900 + d.Normal()))));

        Assert.False(points.IsHarmful);
        Assert.False(samples.IsHarmful);
        Assert.Equal(double.PositiveInfinity, samples.Sides[0].Harm.Boundary);
        Assert.True(points.Reasons.HasFlag(SequentialReasons.NotEnoughData));
        Assert.True(samples.Reasons.HasFlag(SequentialReasons.NotEnoughData));
    }

    [Fact]
    public void A_guard_at_p99_waits_for_a_thousand_canary_samples_before_acceptance()
    {
        var draws = new Draws(3);
        ArmsBucket Bucket() => new ArmsBucket.Samples(draws.Of(300, d => Math.Exp(0.3 * d.Normal())), draws.Of(100, d => Math.Exp(0.3 * d.Normal())));
        var plain = Run("stratified-ranks", new(), Many(5, Bucket));
        var guarded = Test("stratified-ranks").Start(new() { Guards = [0.9, 0.99] });
        var looks = Many(10, Bucket).Select(bucket => guarded.Add(bucket)).ToArray();

        Assert.True(plain.IsAcceptable);
        Assert.All(looks[..9], look => Assert.False(look.IsAcceptable));
        Assert.True(looks[9].IsAcceptable);
    }

    [Fact]
    public void Broken_tails_fail_by_the_guard_alone()
    {
        var draws = new Draws(3);
        double Value(double slow) => 100 * (draws.Uniform() < slow ? 10 : 1) * Math.Exp(0.5 * draws.Normal());
        var run = Test("stratified-ranks").Start(new() { Guards = [0.9, 0.99] });
        SequentialLook look;
        do
        {
            look = run.Add(new ArmsBucket.Samples(draws.Of(200, _ => Value(0)), draws.Of(50, _ => Value(0.05))));
        }
        while (!look.IsHarmful);

        Assert.Equal(0.99, look.HarmfulGuard);
        Assert.InRange(look.CanaryCount, 100, 1_500);
        Assert.False(look.IsAcceptable);
    }

    [Fact]
    public void Falling_values_are_watched_at_the_low_tail()
    {
        var draws = new Draws(4);
        var look = Run("stratified-ranks", new() { Side = HarmSide.Decrease, Guards = [0.9] }, Many(30, () => new ArmsBucket.Samples(
            draws.Of(200, d => 100 * Math.Exp(0.2 * d.Normal())), draws.Of(100, d => 100 * (d.Uniform() < 0.2 ? 0.2 : 1) * Math.Exp(0.2 * d.Normal())))));

        Assert.Equal(0.1, look.Guards[0].Quantile);
        Assert.Equal(0.1, look.HarmfulGuard);
    }

    [Fact]
    public void After_the_planned_end_nothing_is_decided_any_more()
    {
        var draws = new Draws(4);
        var run = Test("paired-series").Start(new() { PlannedBuckets = 40 });
        foreach (var bucket in Many(40, () => new ArmsBucket.Points(Math.Exp(draws.Normal()), Math.Exp(draws.Normal()))))
        {
            run.Add(bucket);
        }

        SequentialLook look = null!;
        foreach (var bucket in Many(40, () => new ArmsBucket.Points(1, 50)))
        {
            look = run.Add(bucket);
        }

        Assert.False(look.IsHarmful);
        Assert.True(look.Reasons.HasFlag(SequentialReasons.PastPlannedEnd));
        Assert.Equal(double.NaN, look.Sides[0].Harm.AnytimeP);
    }

    [Fact]
    public void New_edges_of_a_histogram_begin_a_stratum()
    {
        double[] first = [0, 10, 20, 40], second = [0, 15, 30, 60, 90];
        var run = Test("stratified-ranks").Start(new() { Guards = [0.9] });
        for (var k = 0; k < 20; k++)
        {
            run.Add(k % 10 < 5
                ? new ArmsBucket.Histogram(first, [50, 30, 20], [25, 15, 10])
                : new ArmsBucket.Histogram(second, [50, 30, 10, 10], [25, 15, 5, 5]));
        }

        Assert.Equal(1, run.Effect().Value.Estimate, 0.02);
        Assert.Throws<ArgumentException>(() => run.Add(new ArmsBucket.Histogram(first, [1, 2], [1, 2])));
    }

    [Fact]
    public void Bursts_divide_the_evidence_and_are_told()
    {
        var draws = new Draws(2);
        var look = Run("count-mixture", new(), Many(60, () => new ArmsBucket.Events(new(1_000, 4 * draws.Poisson(3), 1_000, 4 * draws.Poisson(3)))));

        Assert.True(look.Reasons.HasFlag(SequentialReasons.Bursts));
        Assert.InRange(look.Divisor, 2, 7);
        Assert.True(look.IsApproximate);
    }

    [Fact]
    public void Dependent_samples_without_a_key_divide_the_evidence_and_are_told()
    {
        var draws = new Draws(2);
        double[] Session(int users) => [.. Enumerable.Range(0, users).SelectMany(_ =>
        {
            var user = draws.Normal();
            return draws.Of(10, d => Math.Exp(0.5 * ((0.7 * user) + (0.7 * d.Normal()))));
        })];
        var look = Run("stratified-ranks", new(), Many(60, () => new ArmsBucket.Samples(Session(10), Session(10))));

        Assert.True(look.Reasons.HasFlag(SequentialReasons.DependentSamples));
        Assert.InRange(look.Divisor, 3, 9);
        Assert.Equal(look.CanaryCount / look.Divisor, look.EffectiveCount);
    }

    [Fact]
    public void What_is_needed_shrinks_to_nothing()
    {
        var draws = new Draws(7);
        var run = Test("stratified-ranks").Start(new() { Guards = [0.9, 0.99] });
        var needed = new List<double>();
        for (var k = 0; k < 15; k++)
        {
            run.Add(new ArmsBucket.Samples(draws.Of(300, d => Math.Exp(0.5 * d.Normal())), draws.Of(100, d => Math.Exp(0.5 * d.Normal()))));
            needed.Add(run.Needed());
        }

        Assert.Equal(900, needed[0]);
        Assert.Equal(needed.OrderDescending(), needed);
        Assert.Equal(0, needed[^1]);
    }

    private static ISequentialTest Test(string name) => SequentialTests.All.Single(test => test.Name == name);

    private static IEnumerable<ArmsBucket> Many(int count, Func<ArmsBucket> next) => Enumerable.Range(0, count).Select(_ => next());

    private static SequentialLook Run(string test, SequentialPlan plan, IEnumerable<ArmsBucket> buckets)
    {
        var run = Test(test).Start(plan);
        SequentialLook? look = null;
        foreach (var bucket in buckets)
        {
            look = run.Add(bucket);
        }

        return look!;
    }
}
