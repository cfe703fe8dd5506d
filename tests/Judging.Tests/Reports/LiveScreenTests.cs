using System.Text.RegularExpressions;
using CanaryJudge.Judging.Analyses;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Reports;

public sealed partial class LiveScreenTests
{
    private const long Minute = 60 * RunOptions.Second;

    [Theory]
    [InlineData(80, false)]
    [InlineData(80, true)]
    [InlineData(59, false)]
    [InlineData(40, false)]
    public void A_live_analysis_looks_as_approved(int width, bool ascii)
    {
        var text = LiveScreen.Render(Looked(Screens.Fail), 0.25, Screens.FailStyle with { Width = width, Ascii = ascii });

        Approved.Equal($"live-{width}{(ascii ? "-ascii" : "")}.txt", text);
        Assert.All(text.Split('\n'), l => Assert.InRange(l.Length, 0, width));
    }

    [Fact]
    public void What_leans_to_harm_says_when_it_would_fail_at_this_pace()
    {
        var errors = Screens.Fail.Metrics[1];
        var leaning = errors with { Verdict = Verdict.Inconclusive, ReasonCode = ReasonCode.MarginNotRuledOut, Effect = errors.Effect! with { PValue = 1.0 / 80, Alpha = 1.0 / 6400 } };

        var text = LiveScreen.Render(Looked(Screens.Fail with { Verdict = Verdict.Inconclusive, Metrics = [leaning] }), null, new());

        Assert.Contains("errors leans to harm: a FAIL in about 18 min at this pace.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Colours_change_no_letter() => Assert.Equal(
        LiveScreen.Render(Looked(Screens.Fail), null, new()), Ansi().Replace(LiveScreen.Render(Looked(Screens.Fail), null, new() { Color = true }), ""));

    [Fact]
    public void A_meter_is_full_only_when_it_fails() => Gen.Select(Gen.Double[1, 1e6], Gen.Double[2, 1e5]).ForAll((odds, needed) =>
    {
        var meter = new Meter(odds, needed);

        Assert.Equal(10, meter.Draw(ascii: false).Length);
        Assert.Equal(10, meter.Draw(ascii: true).Length);
        Assert.Equal(odds >= needed, meter.Draw(ascii: false) == new string('█', 10));
    });

    private static AnalysisChange.Looked Looked(Judgement judgement) =>
        new(new(18, (judgement.To!.Value - DateTimeOffset.UnixEpoch).Ticks * 100, 2, 18 * Minute, 0, IsLast: false), judgement, 7_080);

    [GeneratedRegex("\e\\[[0-9;]*m", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ansi();
}
