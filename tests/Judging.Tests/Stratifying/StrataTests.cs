using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics.TwoSample;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Stratifying;

/// <summary>Series that differ in labels are strata: which labels make them, what is left out, what is said.</summary>
public sealed class StrataTests
{
    private static readonly double[] s_odd = [double.NaN, double.PositiveInfinity, 0, -0.0, double.MaxValue, 1, 1, 1];

    [Fact]
    public void Arms_alike_inside_regions_pass_whatever_their_mix_and_pooling_is_told_to_mislead()
    {
        var metric = Latencies([("ap", 400, 200, 1400, 1), ("us", 40, 2500, 300, 1)]);

        Assert.Equal((Verdict.Pass, "stratified-mann-whitney", 2), (metric.Verdict, metric.Method, metric.Strata));
        Assert.Contains("within 2 regions", metric.Reason, StringComparison.Ordinal);
        Assert.Contains(metric.Warnings, w => w.Code == WarningCode.StrataDisagree);
        Assert.DoesNotContain(metric.Warnings, w => w.Code is WarningCode.StrataPooled or WarningCode.StrataDiffer or WarningCode.StrataLeftOut);
        Assert.All(metric.Guards, g => Assert.Equal("stratified-fisher-exact", g.Method));
        Assert.All(metric.Guards, g => Assert.False(g.Failed));
    }

    [Fact]
    public void Harm_inside_regions_fails_where_the_mix_hides_it()
    {
        var metric = Latencies([("eu", 300, 900, 200, 1.4), ("us", 60, 400, 900, 1.4)]);

        Assert.Equal(Verdict.Fail, metric.Verdict);
        Assert.InRange(metric.Effect!.RelativeEstimate!.Value, 0.3, 0.5);
        Assert.Contains(" within 2 regions: ", metric.Reason, StringComparison.Ordinal);
        Assert.Contains(metric.Warnings, w => w.Code == WarningCode.StrataDisagree);
    }

    [Fact]
    public void A_change_in_one_region_only_is_named()
    {
        var metric = Latencies([("ap", 100, 500, 500, 1), ("eu", 100, 500, 500, 1.6), ("us", 100, 500, 500, 1)]);

        var warning = Assert.Single(metric.Warnings, w => w.Code == WarningCode.StrataDiffer);
        Assert.Contains("larger in eu; ", warning.Message.Replace(", smaller", "; smaller", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void The_tail_of_a_slow_region_is_no_tail()
    {
        // Pooled, the canary's slowest tenth is the slow region's; inside regions nothing is slow.
        var metric = Latencies([("ap", 900, 100, 600, 1), ("us", 50, 3000, 2400, 1)], m => m with { Guards = [new(0.9)] });

        Assert.False(Assert.Single(metric.Guards).Failed);
        Assert.True(metric.Guards[0].PValue > 0.01);
        Assert.InRange(metric.Guards[0].RelativeEstimate!.Value, -0.2, 0.2);
    }

    [Fact]
    public void Regions_of_one_arm_or_with_fewer_than_ten_values_are_left_out_counted_and_named()
    {
        var metric = Decide([
            Values(Arm.Baseline, "ap", 100, 1), Values(Arm.Baseline, "eu", 100, 2), Values(Arm.Baseline, "sa", 100, 3), Values(Arm.Baseline, "us", 100, 4),
            Values(Arm.Canary, "ap", 9, 5), Values(Arm.Canary, "eu", 100, 6), Values(Arm.Canary, "us", 100, 7)]);

        string[] messages = [.. metric.Warnings.Where(w => w.Code == WarningCode.StrataLeftOut).Select(w => w.Message)];
        Assert.Equal(["Left out, in one arm only: sa (1 of the regions).", "Left out, fewer than 10 values in an arm: ap (1 of the regions)."], messages);
        Assert.Equal((2, 200, 200), (metric.Strata, metric.Baseline!.Count, metric.Canary!.Count));
    }

    [Fact]
    public void A_single_region_in_common_is_an_ordinary_comparison()
    {
        var split = Decide([Values(Arm.Baseline, "ap", 100, 1), Values(Arm.Baseline, "eu", 100, 2), Values(Arm.Canary, "eu", 100, 6)]);
        var plain = Run.Samples(Draw(100, 2), Draw(100, 6)).Metrics[0];

        Assert.Equal((plain.Effect, plain.Method, plain.Verdict, 0), (split.Effect, split.Method, split.Verdict, split.Strata));
        Assert.Contains(split.Warnings, w => w.Code == WarningCode.StrataLeftOut);
    }

    [Fact]
    public void A_label_with_one_value_per_arm_describes_the_arm()
    {
        var labelled = Decide([
            Labelled(Arm.Baseline, 1, ("version", "1.9"), ("region", "eu")), Labelled(Arm.Baseline, 2, ("version", "1.9"), ("region", "us")),
            Labelled(Arm.Canary, 3, ("version", "1.10"), ("region", "eu")), Labelled(Arm.Canary, 4, ("version", "1.10"), ("region", "us"))]);
        var plain = Decide([Values(Arm.Baseline, "eu", 100, 1), Values(Arm.Baseline, "us", 100, 2), Values(Arm.Canary, "eu", 100, 3), Values(Arm.Canary, "us", 100, 4)]);

        Assert.Equal(plain.Effect, labelled.Effect);
        Assert.Equal(2, labelled.Strata);
        Assert.DoesNotContain(labelled.Warnings, w => w.Code == WarningCode.StrataPooled);
    }

    [Fact]
    public void Labels_without_a_value_in_common_are_pooled_and_told()
    {
        var pods = Decide([
            Labelled(Arm.Baseline, 1, ("pod", "a")), Labelled(Arm.Baseline, 2, ("pod", "b")), Labelled(Arm.Canary, 3, ("pod", "c"))]);
        var plain = Run.Samples([.. Draw(100, 1), .. Draw(100, 2)], Draw(100, 3)).Metrics[0];

        Assert.Equal((plain.Effect, 0), (pods.Effect, pods.Strata));
        Assert.Equal("baseline: 2 series that differ in pod were pooled: no value of that is in both arms, so it makes no strata.", Assert.Single(pods.Warnings, w => w.Code == WarningCode.StrataPooled).Message);
    }

    [Fact]
    public void Strata_of_two_labels_none_of_them_in_both_arms_cannot_be_compared()
    {
        var metric = Decide([
            Labelled(Arm.Baseline, 1, ("region", "eu"), ("zone", "a")), Labelled(Arm.Baseline, 2, ("region", "us"), ("zone", "b")),
            Labelled(Arm.Canary, 3, ("region", "eu"), ("zone", "b")), Labelled(Arm.Canary, 4, ("region", "us"), ("zone", "a"))]);

        Assert.Equal((Verdict.Inconclusive, ReasonCode.NotComparable), (metric.Verdict, metric.ReasonCode));
    }

    [Fact]
    public void Strata_that_are_all_too_small_say_what_is_missing()
    {
        var metric = Decide([.. Enumerable.Range(0, 9).SelectMany(r => new[] { Values(Arm.Baseline, $"r{r}", 8, r), Values(Arm.Canary, $"r{r}", 8, 50 + r) })]);

        Assert.Equal((Verdict.Inconclusive, ReasonCode.NotEnoughData), (metric.Verdict, metric.ReasonCode));
        Assert.Contains("None of 9 regions has 10 values in each arm", metric.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_order_of_strata_change_nothing() => Gen.Select(Gen.Int[0, 1000], Gen.Int[2, 4]).ForAll((seed, count) =>
    {
        Series[] series = [.. Enumerable.Range(0, count).SelectMany(r => new[] { Values(Arm.Baseline, $"r{r}", 40, seed + r), Values(Arm.Canary, $"r{r}", 30, seed + 100 + r) })];
        Series[] renamed = [.. series.Reverse().Select(s => s with { Labels = Label("region", $"x{9 - int.Parse(s.Labels["region"][1..], System.Globalization.CultureInfo.InvariantCulture)}") })];

        MetricJudgement one = Decide(series), two = Decide(renamed);

        Assert.Equal(one.Verdict, two.Verdict);
        Assert.Equal(one.Effect!.PValue!.Value, two.Effect!.PValue!.Value, 1e-12);
        Assert.Equal(one.Effect.RelativeUpper, two.Effect.RelativeUpper);
    }, iter: 20);

    [Fact]
    public void Shares_are_standardised_to_the_canarys_mix()
    {
        var metric = Decide([
            Ratio(Arm.Baseline, "eu", 20, 1000), Ratio(Arm.Baseline, "us", 100, 500), Ratio(Arm.Canary, "eu", 3, 100), Ratio(Arm.Canary, "us", 90, 400)]);

        Assert.Equal("stratified-fisher-exact", metric.Method);
        Assert.Equal(((100 * 0.02) + (400 * 0.2)) / 500, metric.Effect!.Baseline!.Value, 1e-12);
        Assert.Equal(93 / 500.0, metric.Effect.Canary!.Value, 1e-12);
        Assert.Equal(metric.Effect.Canary.Value - metric.Effect.Baseline.Value, metric.Effect.Estimate!.Value, 1e-12);
        Assert.Equal((metric.Effect.Canary.Value / metric.Effect.Baseline.Value) - 1, metric.Effect.RelativeEstimate!.Value, 1e-12);
    }

    [Fact]
    public void Counts_are_compared_within_strata()
    {
        Series Count(Arm arm, string region, double[] events) => new("m", arm, Label("region", region), new SeriesData.Counts(Run.Minutes(events.Length), events, [.. events.Select(_ => 1.0)]));
        double[] Each(double value) => [.. Enumerable.Range(0, 40).Select(i => value + (i % 2))];

        var metric = Decide([Count(Arm.Baseline, "eu", Each(0)), Count(Arm.Baseline, "us", Each(5)), Count(Arm.Canary, "eu", Each(3)), Count(Arm.Canary, "us", Each(12))]);

        Assert.Equal((Verdict.Fail, "stratified-conditional-exact", 2), (metric.Verdict, metric.Method, metric.Strata));
    }

    [Fact]
    public void Bursts_that_strata_share_divide_the_evidence()
    {
        var chance = new Random(5);
        double[] bad = [.. Enumerable.Range(0, 60).Select(i => i % 12 == 0 ? 15.0 : 1)];
        Series Part(Arm arm, string region, double[] events) => new("m", arm, Label("region", region), new SeriesData.Ratios(Run.Minutes(60), events, [.. events.Select(_ => 200.0)]));

        var metric = Decide([
            Part(Arm.Baseline, "eu", [.. bad.Select(_ => (double)chance.Next(3))]), Part(Arm.Baseline, "us", [.. bad.Select(_ => (double)chance.Next(3))]),
            Part(Arm.Canary, "eu", bad), Part(Arm.Canary, "us", bad)]);

        Assert.Equal("stratified-burst-score", metric.Method);
        Assert.Contains(metric.Warnings, w => w.Code == WarningCode.Bursts);
    }

    [Fact]
    public void Points_are_paired_inside_strata_and_all_strata_count_alike()
    {
        // The canary is 50% slower in both regions; each arm's level differs by region.
        var metric = Decide([Points(Arm.Baseline, "eu", 10, 1), Points(Arm.Baseline, "us", 90, 2), Points(Arm.Canary, "eu", 15, 3), Points(Arm.Canary, "us", 135, 4)]);

        Assert.Equal((Verdict.Fail, "stratified-paired-log-ratio", 2), (metric.Verdict, metric.Method, metric.Strata));
        Assert.Equal(0.5, metric.Effect!.RelativeEstimate!.Value, 0.05);
    }

    [Fact]
    public void Steps_one_after_the_other_make_one_paired_series()
    {
        Series Step(Arm arm, int step, double level, int seed) => new("m", arm, Label("step", $"{step}"), new SeriesData.Points(
            null, [.. Enumerable.Range(20 * step, 20).Select(i => Run.Noon + (i * Run.Minute))], [.. Noise(20, seed).Select(z => level * Math.Exp(0.05 * z))]));

        var metric = Decide([Step(Arm.Baseline, 1, 50, 1), Step(Arm.Baseline, 2, 80, 2), Step(Arm.Canary, 1, 50, 3), Step(Arm.Canary, 2, 80, 4)]);

        Assert.Equal((Verdict.Pass, 2), (metric.Verdict, metric.Strata));
        Assert.Contains("within 2 steps", metric.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Availability_is_judged_by_its_complement_within_strata_too()
    {
        Series Part(Arm arm, string region, double level, int seed) => new("availability", arm, Label("region", region), new SeriesData.Points(
            null, Run.Minutes(60), [.. Noise(60, seed).Select(z => 100 - (level * Math.Exp(0.2 * z)))]));

        var metric = Decide(
            [Part(Arm.Baseline, "eu", 0.1, 1), Part(Arm.Baseline, "us", 0.4, 2), Part(Arm.Canary, "eu", 1.2, 3), Part(Arm.Canary, "us", 4.8, 4)], name: "availability");

        Assert.Equal((Verdict.Fail, 2, Direction.Decrease), (metric.Verdict, metric.Strata, metric.Direction));
        Assert.Contains(metric.Warnings, w => w.Code == WarningCode.ComplementJudged);
    }

    [Fact]
    public void Points_of_different_weeks_are_pooled_and_told()
    {
        Series Part(Arm arm, string region, int weeks, int seed) => new("m", arm, Label("region", region), new SeriesData.Points(
            null, [.. Run.Minutes(30).Select(t => t - (weeks * 7 * 24 * 60 * Run.Minute))], [.. Noise(30, seed).Select(z => 50 + z)]));

        var metric = Decide([Part(Arm.Baseline, "eu", 1, 1), Part(Arm.Baseline, "us", 1, 2), Part(Arm.Canary, "eu", 0, 3), Part(Arm.Canary, "us", 0, 4)]);

        Assert.Equal(0, metric.Strata);
        Assert.Contains(metric.Warnings, w => w.Code == WarningCode.StrataPooled);
        Assert.Contains(metric.Warnings, w => w.Code == WarningCode.DifferentTimes);
    }

    [Fact]
    public void Histograms_are_compared_within_strata()
    {
        Series Part(Arm arm, string region, params double[] counts) => new("latency_ms", arm, Label("region", region), new SeriesData.Histograms(
            [Run.Noon], [10, 20, 50, 100, 200, 500, double.PositiveInfinity], [counts]));

        var metric = Decide([
            Part(Arm.Baseline, "eu", 900, 800, 300, 20, 0, 0, 0), Part(Arm.Baseline, "us", 0, 0, 20, 90, 60, 20, 5),
            Part(Arm.Canary, "eu", 90, 80, 30, 2, 0, 0, 0), Part(Arm.Canary, "us", 0, 0, 400, 1800, 1200, 400, 100)], name: "latency_ms");

        Assert.Equal(("stratified-mann-whitney", 2, Verdict.Pass), (metric.Method, metric.Strata, metric.Verdict));
        Assert.Contains(metric.Warnings, w => w.Code == WarningCode.StrataDisagree);
        Assert.InRange(metric.Effect!.RelativeEstimate!.Value, -0.1, 0.1);
    }

    [Fact]
    public void Tests_with_a_stratified_form_compare_within_strata_and_the_others_say_so() => Assert.All(TwoSampleTests.All.Names.Where(n => n != "quantile-difference"), name =>
    {
        var metric = Latencies([("eu", 100, 50, 50, 1), ("us", 10, 50, 50, 1)], m => m with { Method = name });

        if (name is "mann-whitney" or "welch")
        {
            Assert.Equal($"stratified-{name}", metric.Method);
        }
        else
        {
            Assert.Equal(ReasonCode.NotComparable, metric.ReasonCode);
            Assert.Contains($"method '{name}' cannot compare within", metric.Reason, StringComparison.Ordinal);
        }
    });

    [Fact]
    public void Means_are_standardised_to_the_canarys_mix()
    {
        var metric = Latencies([("eu", 100, 400, 300, 1.3), ("us", 10, 400, 100, 1.3)], m => m with { Measure = new Measure.Mean() });

        Assert.Equal(("stratified-welch", Verdict.Fail), (metric.Method, metric.Verdict));
        Assert.InRange(metric.Effect!.RelativeEstimate!.Value, 0.2, 0.4);
    }

    [Fact]
    public void A_conflict_in_one_stratum_is_named()
    {
        Series Part(Arm arm, string region, params double[] events) => new("m", arm, Label("region", region), new SeriesData.Ratios([.. events.Select(_ => Run.Noon)], events, [.. events.Select(_ => 100.0)]));

        var metric = Decide([Part(Arm.Baseline, "eu", 4, 5), Part(Arm.Baseline, "us", 5), Part(Arm.Canary, "eu", 4), Part(Arm.Canary, "us", 5)]);

        Assert.Equal(ReasonCode.ConflictingValues, metric.ReasonCode);
        Assert.Contains("eu", metric.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_numbers_in_any_strata_give_a_judgement() => Gen.Select(
        Gen.OneOf(Gen.Double, Gen.Int[0, 7].Select(i => s_odd[i])).Array[0, 25], Gen.Int[0, 9], Gen.Bool).Array[2, 8].ForAll(parts =>
    {
        Series[] samples = [.. parts.Select((p, i) => new Series("m", p.Item3 ? Arm.Baseline : Arm.Canary, Label("region", $"{i / 2}{p.Item2}"), new SeriesData.Samples([], p.Item1, []))).DistinctBy(s => (s.Arm, s.Stratum))];
        Series[] points = [.. parts.Select((p, i) => new Series("m", i % 2 == 0 ? Arm.Baseline : Arm.Canary, Label("region", $"{i / 2}"), new SeriesData.Points(null, Run.Minutes(p.Item1.Length), p.Item1)))];

        Assert.NotEmpty(Decide(samples).Reason);
        Assert.NotEmpty(Decide(points).Reason);
    }, iter: 300);

    private static MetricJudgement Latencies((string Region, double Level, int Baseline, int Canary, double Factor)[] regions, Func<MetricPolicy, MetricPolicy>? change = null) => Decide(
        [.. regions.SelectMany((r, i) => new[]
        {
            new Series("m", Arm.Baseline, Label("region", r.Region), new SeriesData.Samples([], [.. Noise(r.Baseline, 2 * i).Select(z => r.Level * Math.Exp(0.4 * z))], [])),
            new Series("m", Arm.Canary, Label("region", r.Region), new SeriesData.Samples([], [.. Noise(r.Canary, (2 * i) + 1).Select(z => r.Factor * r.Level * Math.Exp(0.4 * z))], [])),
        })],
        change);

    private static Series Values(Arm arm, string region, int count, int seed) => new("m", arm, Label("region", region), new SeriesData.Samples([], Draw(count, seed), []));

    private static Series Labelled(Arm arm, int seed, params (string Key, string Value)[] labels) =>
        new("m", arm, labels.ToDictionary(l => l.Key, l => l.Value, StringComparer.Ordinal), new SeriesData.Samples([], Draw(100, seed), []));

    private static Series Ratio(Arm arm, string region, double events, double total) => new("m", arm, Label("region", region), new SeriesData.Ratios([Run.Noon], [events], [total]));

    private static Series Points(Arm arm, string region, double level, int seed) => new("m", arm, Label("region", region), new SeriesData.Points(
        null, Run.Minutes(60), [.. Noise(60, seed).Select(z => level * Math.Exp(0.1 * z))]));

    private static Dictionary<string, string> Label(string key, string value) => new(StringComparer.Ordinal) { [key] = value };

    private static double[] Draw(int count, int seed) => [.. Noise(count, seed).Select(z => 100 * Math.Exp(0.4 * z))];

    private static MetricJudgement Decide(Series[] series, Func<MetricPolicy, MetricPolicy>? change = null, string name = "m")
    {
        var policy = new MetricPolicy { Name = name };
        return Assert.Single(Judge.Decide(new() { Metrics = [change?.Invoke(policy) ?? policy] }, new(series), 0, TestContext.Current.CancellationToken).Metrics);
    }

    private static double[] Noise(int count, int seed)
    {
        var chance = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Math.Sqrt(-2 * Math.Log(1 - chance.NextDouble())) * Math.Cos(2 * Math.PI * chance.NextDouble()))];
    }
}
