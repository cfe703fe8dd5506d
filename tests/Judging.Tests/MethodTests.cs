using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;
using CanaryJudge.Statistics.Effects;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Judging.Tests;

/// <summary>Tests that a policy names.</summary>
public sealed class MethodTests
{
    private static readonly double[] Baseline = [.. Enumerable.Range(0, 200).Select(i => 100 + (i * 37 % 200 / 10.0))];
    private static readonly double[] Slower = [.. Baseline.Select(v => v * 1.5)];

    public static TheoryData<string> Names => [.. TwoSampleTests.All.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_test_proves_harm_on_its_side_only_and_is_named(string name)
    {
        Judgement Judged(double[] baseline, double[] canary, Direction direction) =>
            Run.Samples(baseline, canary, m => m with { Method = name, Direction = direction, Guards = [] });

        foreach (var (baseline, canary, direction) in new[] { (Baseline, Slower, Direction.Increase), (Slower, Baseline, Direction.Decrease), (Slower, Baseline, Direction.Either) })
        {
            var judgement = Judged(baseline, canary, direction);

            Assert.Equal(Verdict.Fail, judgement.Verdict);
            Assert.InRange(judgement.Metrics[0].Effect!.PValue!.Value, 0, 1e-10);
            Assert.Equal(name, judgement.Metrics[0].Method);
        }

        var better = Judged(Slower, Baseline, Direction.Increase);
        Assert.Equal(Verdict.Pass, better.Verdict);
        Assert.InRange(better.Metrics[0].Effect!.PValue!.Value, 0.99, 1);
        Assert.Equal(Verdict.Pass, Judged(Baseline, Slower, Direction.Decrease).Verdict);
    }

    [Fact]
    public void A_name_brings_its_measure()
    {
        string Measure(Func<MetricPolicy, MetricPolicy> change) => Run.Samples(Baseline, Slower, change).Metrics[0].Effect!.Measure;

        Assert.Equal("shift", Measure(m => m with { Method = "kolmogorov-smirnov" }));
        Assert.Equal("mean", Measure(m => m with { Method = "welch" }));
        Assert.Equal("p50", Measure(m => m with { Method = "quantile-difference" }));
        Assert.Equal("p90", Measure(m => m with { Method = "quantile-difference", Measure = new Measure.Quantile(0.9) }));
    }

    [Fact]
    public void Brunner_and_Munzel_bring_ends_that_hold_for_any_spread()
    {
        double[] wider = [.. Baseline.Select((v, i) => v * (i % 2 == 0 ? 1.4 : 0.7))];
        var effect = Run.Samples(Baseline, wider, m => m with { Method = "brunner-munzel" }).Metrics[0].Effect!;
        var (baseline, canary) = (Baseline.Order().ToArray(), wider.Order().ToArray());
        var expected = RobustShift.Difference(baseline, canary, 0.05, TestContext.Current.CancellationToken);

        Assert.Equal((expected.Estimate, expected.Lower, expected.Upper), (effect.Estimate!.Value, effect.Lower!.Value, effect.Upper!.Value));
        Assert.Equal(RobustShift.Ratio(baseline, canary, 0.05, TestContext.Current.CancellationToken).Upper - 1, effect.RelativeUpper);
        Assert.NotEqual(HodgesLehmann.Difference(baseline, canary, 0.05, TestContext.Current.CancellationToken), expected);
    }

    [Fact]
    public void Ties_in_small_arms_are_counted_exactly_unless_the_policy_says_otherwise()
    {
        double[] ones = [.. Enumerable.Repeat(1.0, 10)], hundreds = [.. Enumerable.Repeat(100.0, 7), 1, 1, 1];
        Effect Of(double[] b, double[] c, string method) => Run.Samples(b, c, m => m with { Method = method }).Metrics[0].Effect!;

        Assert.Equal(("mann-whitney-exact", 640), (Of(ones, hundreds, "auto").Method, Of(ones, hundreds, "auto").OneIn));
        Assert.Equal(("mann-whitney", 1200.0), (Of(ones, hundreds, "mann-whitney").Method, Of(ones, hundreds, "mann-whitney").OneIn));
        Assert.Equal("mann-whitney", Of([1, 2, 3], [4, 5, 6], "auto").Method);
        Assert.Equal("mann-whitney", Of(Baseline, Slower, "auto").Method);
    }

    [Theory]
    [InlineData("welch", 0.9, "method welch does not test a quantile. Known for p90: auto, quantile-difference.")]
    [InlineData("quantile-difference", null, "method quantile-difference tests a quantile, not the mean. Write measure: p50 or another quantile.")]
    public void A_test_that_is_not_of_the_measure_is_refused(string method, double? quantile, string message)
    {
        Measure measure = quantile is { } q ? new Measure.Quantile(q) : new Measure.Mean();
        var judgement = Run.Samples(Baseline, Slower, m => m with { Method = method, Measure = measure });

        Assert.Equal(ReasonCode.NotComparable, judgement.ReasonCode);
        Assert.Contains(message, judgement.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Points_have_no_choice_of_tests()
    {
        var judgement = Run.Points(Baseline, Slower, m => m with { Method = "brunner-munzel" });

        Assert.Equal(ReasonCode.NotComparable, judgement.ReasonCode);
        Assert.Contains("Known for samples: mann-whitney, mann-whitney-exact, welch, brunner-munzel, kolmogorov-smirnov, quantile-difference", judgement.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tail_that_few_values_cannot_prove_is_not_enough_data()
    {
        var judgement = Run.Samples(Baseline, Slower, m => m with { Method = "quantile-difference", Measure = new Measure.Quantile(0.999), Guards = [] });

        Assert.Equal(ReasonCode.NotEnoughData, judgement.ReasonCode);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_explanation_of_a_policy_says_what_a_named_test_asks(string name)
    {
        var policy = new Policy { Metrics = [new() { Name = "latency", Kind = "samples", Method = name }, new() { Name = "size", Kind = "samples" }] };
        Assert.True(TwoSampleTests.All.TryFind(name, out var test));

        var lines = PolicyExplanation.Render(policy, new()).Split('\n');

        Assert.Single(lines, $"    tested by {name}: {test.Question}");
        Assert.Single(lines, l => l.Contains("tested by", StringComparison.Ordinal));
        Assert.All(lines, l => Assert.InRange(l.Length, 0, 80));
        Assert.Matches("^[a-z].*[?]$", test.Question);
    }
}
