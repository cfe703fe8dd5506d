using System.Text.RegularExpressions;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Judging.Tests.Reports;

public sealed partial class ScreenTests
{
    public static TheoryData<string, int, bool> Screenshots()
    {
        var data = new TheoryData<string, int, bool>();
        foreach (var screen in (string[])["fail", "pass", "inconclusive"])
        {
            foreach (var width in (int[])[80, 60, 50])
            {
                data.Add(screen, width, false);
                data.Add(screen, width, true);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Screenshots))]
    public void A_judgement_looks_as_approved(string screen, int width, bool ascii)
    {
        var (judgement, style) = Of(screen);

        var text = new TextReport().Render(judgement, style with { Width = width, Ascii = ascii });

        Approved.Equal($"judge-{screen}-{width}{(ascii ? "-ascii" : "")}.txt", text);
    }

    [Theory]
    [InlineData("fail")]
    [InlineData("pass")]
    [InlineData("inconclusive")]
    public void Colours_change_no_letter(string screen)
    {
        var (judgement, style) = Of(screen);

        var colored = new TextReport().Render(judgement, style with { Color = true });

        Assert.Contains("\e[", colored, StringComparison.Ordinal);
        Assert.Equal(new TextReport().Render(judgement, style), Ansi().Replace(colored, ""));
    }

    [Theory]
    [InlineData("markdown", "md")]
    [InlineData("junit", "xml")]
    [InlineData("github", "txt")]
    public void A_failing_judgement_looks_as_approved_in_every_format(string name, string extension)
    {
        Assert.True(ReportFormats.All.TryFind(name, out var format));

        Approved.Equal($"{name}-fail.{extension}", format.Render(Screens.Fail, Screens.FailStyle with { Offset = null }));
    }

    [Fact]
    public void A_long_interval_goes_without_its_unit_before_the_column_goes()
    {
        var errors = Screens.Pass.Metrics[2];
        var metric = errors with { Name = "checkout_error", Effect = errors.Effect! with { Estimate = 0.00001, Lower = -0.0000457, Upper = 0.0000344 } };

        var text = new TextReport().Render(Screens.Pass with { Metrics = [metric] }, new());

        Assert.Contains("+0.0010 pp  −0.0046 to +0.0035         ●", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_score_is_not_rounded_up() =>
        Assert.Contains("score 99 of 100", new TextReport().Render(Screens.Pass with { Score = 99.9 }, new()), StringComparison.Ordinal);

    [Fact]
    public void Asking_for_an_unknown_format_finds_nothing() => Assert.False(ReportFormats.All.TryFind("pdf", out _));

    [GeneratedRegex("\e\\[[0-9;]*m", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ansi();

    private static (Judgement Judgement, ReportStyle Style) Of(string screen) => screen switch
    {
        "fail" => (Screens.Fail, Screens.FailStyle),
        "pass" => (Screens.Pass, Screens.PassStyle),
        _ => (Screens.Inconclusive, Screens.InconclusiveStyle),
    };
}
