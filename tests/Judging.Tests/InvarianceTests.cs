using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;
using CsCheck;

namespace CanaryJudge.Judging.Tests;

/// <summary>What must not change a verdict, and what must.</summary>
public sealed class InvarianceTests
{
    private static readonly double[] Odd = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, double.MaxValue, double.Epsilon, 1, 1, 1];

    private static readonly Gen<double[]> Values = Gen.Double[1, 9].Select(v => Math.Round(v, 1)).Array[1, 60];

    [Fact]
    public void The_order_of_series_and_of_values_changes_nothing() =>
        Gen.Select(Values, Values, Gen.Int[0, 1000]).ForAll((b, c, seed) =>
        {
            var chance = new Random(seed);
            Series[] series = [Samples("a", Arm.Baseline, b), Samples("a", Arm.Canary, c), Samples("b", Arm.Baseline, c), Samples("b", Arm.Canary, b)];
            Series[] shuffled = [.. series.OrderBy(_ => chance.Next()).Select(s => Samples(s.Metric, s.Arm, [.. ((SeriesData.Samples)s.Data).Values.OrderBy(_ => chance.Next())]))];

            Assert.Equal(Text(Decide(series)), Text(Decide(shuffled)));
        });

    [Fact]
    public void Mirroring_values_and_direction_keeps_verdict_and_chance() =>
        Gen.Select(Values, Values).ForAll((b, c) =>
        {
            // Mirrored at zero: no positive values, so both runs are judged in the metric's unit.
            var margin = new Allowance(null, 2);
            var up = Run.Samples([.. b.Select(v => v - 10)], [.. c.Select(v => v - 10)], m => m with { Margin = margin, Direction = Direction.Increase });
            var down = Run.Samples([.. b.Select(v => 10 - v)], [.. c.Select(v => 10 - v)], m => m with { Margin = margin, Direction = Direction.Decrease });

            Assert.Equal(up.Verdict, down.Verdict);
            Assert.Equal(up.Metrics[0].Effect!.PValue!.Value, down.Metrics[0].Effect!.PValue!.Value, 12);
        });

    [Fact]
    public void A_change_of_unit_keeps_verdict_and_chance_from_a_billionth_to_a_trillion() =>
        Gen.Select(Values, Values, Gen.Int[-30, 40].Select(e => Math.Pow(2, e))).ForAll((b, c, unit) =>
        {
            var plain = Run.Samples(b, c);
            var scaled = Run.Samples([.. b.Select(v => v * unit)], [.. c.Select(v => v * unit)]);

            Assert.Equal(plain.Verdict, scaled.Verdict);
            Assert.Equal(plain.Metrics[0].Effect!.PValue, scaled.Metrics[0].Effect!.PValue);
            Assert.Equal(plain.Metrics[0].Effect!.RelativeEstimate, scaled.Metrics[0].Effect!.RelativeEstimate);
        });

    [Fact]
    public void More_harm_never_turns_a_fail_into_something_else() =>
        Gen.Select(Values, Values, Gen.Double[0, 5]).ForAll((b, c, more) =>
        {
            var before = Run.Samples(b, c, m => m with { Guards = [] });
            var after = Run.Samples(b, [.. c.Select(v => v + more)], m => m with { Guards = [] });

            Assert.True(before.Verdict != Verdict.Fail || after.Verdict == Verdict.Fail);
        });

    [Fact]
    public void Either_fails_in_whichever_direction_one_of_the_two_would_at_half_the_level() =>
        Gen.Select(Values, Values).ForAll((b, c) =>
        {
            var either = Run.Samples(b, c, m => m with { Direction = Direction.Either, Guards = [] });
            var up = Run.Samples(b, c, m => m with { Direction = Direction.Increase, Guards = [] });
            var down = Run.Samples(b, c, m => m with { Direction = Direction.Decrease, Guards = [] });

            Assert.Equal(Math.Min(1, 2 * Math.Min(up.Metrics[0].Effect!.PValue!.Value, down.Metrics[0].Effect!.PValue!.Value)), either.Metrics[0].Effect!.PValue!.Value, 9);
        });

    [Fact]
    public void A_muted_metric_changes_nothing_for_the_others() =>
        Gen.Select(Values, Values, Values).ForAll((b, c, d) =>
        {
            Series[] alone = [Samples("a", Arm.Baseline, b), Samples("a", Arm.Canary, c)];
            Series[] both = [.. alone, Samples("z", Arm.Baseline, b), Samples("z", Arm.Canary, d)];
            var policy = new Policy { Metrics = [new() { Name = "a" }, new() { Name = "z", Muted = true }] };

            var one = Judge.Decide(new() { Metrics = [new() { Name = "a" }] }, new(alone), 0, CancellationToken.None);
            var two = Judge.Decide(policy, new(both), 0, CancellationToken.None);

            Assert.Equal((one.Verdict, one.Score, one.Reason), (two.Verdict, two.Score, two.Reason));
        });

    [Fact]
    public void Any_numbers_at_all_give_a_judgement()
    {
        var wild = Gen.OneOf(Gen.Double, Gen.Int[0, 9].Select(i => Odd[i])).Array[0, 40];
        var times = Gen.OneOf(Gen.Long, Gen.Long[0, 50].Select(t => t * Run.Minute)).Array[40];

        Gen.Select(wild, wild, times, times, Gen.Enum<Direction>(), Gen.Enum<Outliers>(), Gen.Enum<Missing>()).ForAll((b, c, tb, tc, direction, outliers, missing) =>
        {
            MetricPolicy Change(MetricPolicy m) => m with { Direction = direction, Outliers = outliers, Missing = missing };

            Assert.NotEmpty(Run.Samples(b, c, Change).Reason);
            Assert.NotEmpty(Run.One(new SeriesData.Points(null, tb[..b.Length], b), new SeriesData.Points(null, tc[..c.Length], c), Change).Reason);
        });
    }

    private static Judgement Decide(Series[] series) => Judge.Decide(Policy.Inferred, new(series), 0, CancellationToken.None);

    private static Series Samples(string metric, Arm arm, double[] values) => new(metric, arm, Series.NoLabels, new SeriesData.Samples([], values, []));

    private static string Text(Judgement judgement) => new MarkdownReport().Render(judgement, new());
}
