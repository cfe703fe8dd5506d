using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Reports;

/// <summary>The picture agrees with the verdict.</summary>
public sealed class RulerTests
{
    private static readonly Gen<(double Lower, double Estimate, double Upper)> Interval =
        Gen.Double[-1, 1].Array[3].Select(v => v.Order().ToArray()).Select(v => (v[0], v[1], v[2]));

    [Fact]
    public void What_passes_shows_nothing_at_or_right_of_the_margin() => RandomJudgements.Metric.ForAll(metric =>
    {
        var passed = metric with { Verdict = Verdict.Pass, Muted = false };
        var ruler = Ruler.Of(passed);

        Assert.All(Enumerable.Range(0, Ruler.Length).Where(ruler.Covers), cell =>
        {
            Assert.True(cell < (passed.Direction == Direction.Either ? 18 : 12), ruler.Draw(Glyphs.Ascii));
            Assert.True(passed.Direction != Direction.Either || cell > 6, ruler.Draw(Glyphs.Ascii));
        });
    });

    [Fact]
    public void What_just_passes_is_drawn_just_inside_the_margin()
    {
        var ruler = Ruler.Of(Metric(0.1, 0.05, 0.2499999, Direction.Increase, Verdict.Pass));

        Assert.Equal("      │━●━━━┃", ruler.Draw(Glyphs.Unicode).TrimEnd());
    }

    [Fact]
    public void Harm_as_large_as_the_margin_reaches_the_margin() => Interval.ForAll(v =>
    {
        var ruler = Ruler.Of(Metric(v.Estimate, v.Lower, v.Upper, Direction.Increase, Verdict.Inconclusive));

        Assert.True(v.Upper < 0.25 || ruler.To >= 12);
    });

    [Fact]
    public void A_failing_estimate_is_never_left_of_the_tolerance() => Interval.ForAll(v =>
    {
        var ruler = Ruler.Of(Metric(v.Estimate, v.Lower, v.Upper, Direction.Increase, Verdict.Fail));

        Assert.True(v.Estimate <= 0.05 || ruler.Estimate >= ruler.Tolerances[0]);
    });

    [Fact]
    public void A_mirrored_metric_has_the_same_bar() => Gen.Select(Interval, Gen.Enum<Verdict>()).ForAll((v, verdict) => Assert.Equal(
        Ruler.Of(Metric(v.Estimate, v.Lower, v.Upper, Direction.Increase, verdict)).Draw(Glyphs.Unicode),
        Ruler.Of(Metric(-v.Estimate, -v.Upper, -v.Lower, Direction.Decrease, verdict)).Draw(Glyphs.Unicode)));

    [Fact]
    public void Where_any_change_is_harm_the_mirrored_change_mirrors_the_bar() => Gen.Select(Interval, Gen.Enum<Verdict>()).ForAll((v, verdict) =>
    {
        var bar = Ruler.Of(Metric(v.Estimate, v.Lower, v.Upper, Direction.Either, verdict)).Draw(Glyphs.Ascii);
        var mirrored = Ruler.Of(Metric(-v.Estimate, -v.Upper, -v.Lower, Direction.Either, verdict)).Draw(Glyphs.Ascii);

        Assert.Equal(bar, new string([.. mirrored.Reverse().Select(c => c == '<' ? '>' : c == '>' ? '<' : c)]));
    });

    [Fact]
    public void An_unbounded_end_is_an_arrow()
    {
        var ruler = Ruler.Of(Metric(0.1, 0.05, double.PositiveInfinity, Direction.Increase, Verdict.Inconclusive));

        Assert.Equal("      │━●━━━╋━━━━━━━━━━━▶", ruler.Draw(Glyphs.Unicode));
    }

    [Fact]
    public void Without_a_margin_only_zero_is_drawn()
    {
        var ruler = Ruler.Of(Metric(0.1, 0.05, 0.2, Direction.Increase, Verdict.Pass) with { Margin = Allowance.None });

        Assert.Equal("      │", ruler.Draw(Glyphs.Unicode).TrimEnd());
    }

    [Fact]
    public void The_larger_part_of_a_margin_chooses_the_scale()
    {
        var metric = Metric(0.5, 0.4, 0.6, Direction.Increase, Verdict.Fail) with
        {
            Unit = "ms",
            Margin = new(0.1, 20),
            Effect = new() { Measure = "shift", Baseline = 100, Estimate = 50, RelativeEstimate = 0.5 },
        };

        Assert.Equal("+50 ms", ShownEffect.Of(metric).ChangeText);
        Assert.Equal("+50%", ShownEffect.Of(metric with { Margin = new(0.3, 20) }).ChangeText);
    }

    [Fact]
    public void Points_of_a_percentage_are_points_whatever_the_unit()
    {
        var metric = Metric(0, 0, 0, Direction.Decrease, Verdict.Fail) with
        {
            Unit = "percent",
            Margin = new(null, 0.005) { InPoints = true },
            Effect = new() { Measure = "mean", Baseline = 99.9, Estimate = -1.25 },
        };

        var finding = ShownEffect.Of(metric);

        Assert.Equal("−1.25 pp", finding.ChangeText);
        Assert.Equal(2.5, finding.HarmOfMargin!.Value, 9);
    }

    private static MetricJudgement Metric(double estimate, double lower, double upper, Direction direction, Verdict verdict) => new()
    {
        Name = "m",
        Kind = "points",
        Direction = direction,
        Verdict = verdict,
        Tolerance = new(0.05, null),
        Margin = new(0.25, null),
        DecidedBy = "shift",
        Effect = new() { Measure = "shift", RelativeEstimate = estimate, RelativeLower = lower, RelativeUpper = upper },
    };
}
