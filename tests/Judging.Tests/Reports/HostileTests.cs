using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Reports;

/// <summary>Whatever a judgement holds, a report stays a report.</summary>
public sealed partial class HostileTests
{
    private static readonly Gen<ReportStyle> Style = Gen.Select(
        Gen.Int[0, 160],
        Gen.Bool,
        Gen.Select(Gen.OneOf(RandomJudgements.Hostile), Gen.OneOf(RandomJudgements.Hostile)),
        Gen.OneOf<TimeSpan?>(null, TimeSpan.FromHours(14), TimeSpan.FromHours(-12)),
        (width, ascii, texts, offset) => new ReportStyle { Width = width, Ascii = ascii, Title = texts.Item1, Hint = texts.Item2, Offset = offset });

    [Fact]
    public void No_line_of_a_terminal_is_wider_than_asked() => Gen.Select(RandomJudgements.Any, Style).ForAll((judgement, style) =>
    {
        var width = Math.Max(ReportStyle.Narrowest, style.Width);
        Assert.All(Lines(new TextReport().Render(judgement, style)), l => Assert.True(Width(l) <= width, l));
    });

    [Fact]
    public void Colours_change_no_letter() => Gen.Select(RandomJudgements.Any, Style).ForAll((judgement, style) => Assert.Equal(
        new TextReport().Render(judgement, style),
        Ansi().Replace(new TextReport().Render(judgement, style with { Color = true }), "")));

    [Fact]
    public void No_control_or_direction_character_reaches_the_reader() => Gen.Select(RandomJudgements.Any, Style).ForAll((judgement, style) =>
        Assert.All(ReportFormats.All, format => Assert.DoesNotContain(
            format.Render(judgement, style).EnumerateRunes(),
            r => r.Value != '\n' && Rune.GetUnicodeCategory(r) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)));

    [Fact]
    public void Ascii_is_ascii_in_every_format() => Gen.Select(RandomJudgements.Any, Style).ForAll((judgement, style) =>
        Assert.All(ReportFormats.All, format => Assert.True(Ascii.IsValid(format.Render(judgement, style with { Ascii = true })), format.Name)));

    [Fact]
    public void JUnit_is_well_formed_and_counts_its_tests() => Gen.Select(RandomJudgements.Any, Style).ForAll((judgement, style) =>
    {
        var suites = XDocument.Parse(new JUnitReport().Render(judgement, style)).Root!;

        Assert.Equal(suites.Descendants("testcase").Count(), (int)suites.Attribute("tests")!);
        Assert.Equal(suites.Descendants("failure").Count(), (int)suites.Attribute("failures")!);
        Assert.Equal(suites.Descendants("skipped").Count(), (int)suites.Attribute("skipped")!);
    });

    [Fact]
    public void Markdown_tables_keep_their_columns_and_hold_no_markup_of_strangers() => Gen.Select(RandomJudgements.Any, Style).ForAll((judgement, style) =>
    {
        var text = new MarkdownReport().Render(judgement, style);
        var rows = Lines(text).Where(l => l.StartsWith("| ", StringComparison.Ordinal)).ToList();

        Assert.All(rows, r => Assert.Contains(r.Count(c => c == '|'), new[] { 7, 9 }));
        Assert.Equal(
            judgement.Metrics.Count == 0 ? 0 : 2 + judgement.Metrics.Count + judgement.Metrics.Sum(m => 1 + m.Guards.Count),
            rows.Count);
        Assert.DoesNotMatch(Tag(), text);
        Assert.DoesNotMatch(Mention(), text);
    });

    [Fact]
    public void GitHub_sees_no_command_but_ours() => Gen.Select(RandomJudgements.Any, Style).ForAll((judgement, style) =>
    {
        var lines = Lines(new GitHubReport().Render(judgement, style));

        Assert.Equal(
            1 + judgement.Metrics.Count(m => !m.Muted && m.Verdict != Verdict.Pass),
            lines.Count(l => l.TrimStart().StartsWith("::", StringComparison.Ordinal)));
        Assert.All(
            lines.Where(l => l.StartsWith("::", StringComparison.Ordinal)),
            l => Assert.Matches(Command(), l));
    });

    [Fact]
    public void A_log_of_a_CI_runner_holds_no_command_of_strangers() => Gen.Select(RandomJudgements.Any, Style).ForAll((judgement, style) =>
        Assert.All(ReportFormats.All, format =>
        {
            var text = format.Render(judgement, style);
            Assert.DoesNotMatch(BracketCommand(), text);
            Assert.True(format is GitHubReport || !Array.Exists(Lines(text), l => l.TrimStart().StartsWith("::", StringComparison.Ordinal)), text);
        }));

    [Theory]
    [InlineData("std::vector ##b", "std::vector ##b")]
    [InlineData("::error::x", ": :error::x")]
    [InlineData("a ##[error]x", "a # #[error]x")]
    [InlineData("##VSO[task.complete]", "# #vso[task.complete]")]
    public void What_a_runner_would_obey_gets_a_space(string text, string shown) =>
        Assert.Contains(shown, Lines(new TextReport().Render(Screens.Pass with { Reason = text }, new())));

    [Fact]
    public void A_thousand_metrics_are_a_thousand_rows()
    {
        var metrics = Enumerable.Range(0, 1000).Select(i => Screens.Fail.Metrics[i % 8] with { Name = $"metric-{i:000}" }).ToList();
        var judgement = Screens.Fail with { Metrics = metrics };

        Assert.Equal(1000, Lines(new TextReport().Render(judgement, new())).Count(l => l.Contains(" metric-", StringComparison.Ordinal) && l[0] is not (' ' or '!')));
        Assert.Equal(1000, XDocument.Parse(new JUnitReport().Render(judgement, new())).Descendants("testcase").Count());
    }

    [Fact]
    public void No_metric_at_all_is_still_a_report_with_its_verdict()
    {
        var judgement = Screens.Inconclusive with { Metrics = [], ReasonCode = ReasonCode.NoData, Reason = "No data." };

        Assert.All(ReportFormats.All, f => Assert.Contains("INCONCLUSIVE", f.Render(judgement, new()), StringComparison.Ordinal));
        Assert.All(ReportFormats.All, f => Assert.Contains("No data.", f.Render(judgement, new()), StringComparison.Ordinal));
    }

    [Fact]
    public void Names_that_differ_in_the_middle_stay_apart()
    {
        var metrics = new[] { "request", "response" }.Select(n => Screens.Pass.Metrics[1] with { Name = $"http_{n}_duration_seconds" });

        var text = new TextReport().Render(Screens.Pass with { Metrics = [.. metrics] }, new());

        Assert.Equal(2, Lines(text).Where(l => l.StartsWith('✓')).Skip(1).Select(l => l[..30]).Distinct(StringComparer.Ordinal).Count());
    }

    [GeneratedRegex("\e\\[[0-9;]*m", RegexOptions.None, 1000)]
    private static partial Regex Ansi();

    // Our own markup: the folded part and the empty comment.
    [GeneratedRegex("<(?!/?details>|/?summary>|!-- -->)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex("##([a-z]+)?\\[", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex BracketCommand();

    [GeneratedRegex("@[A-Za-z]", RegexOptions.None, 1000)]
    private static partial Regex Mention();

    [GeneratedRegex("^::(error|warning|notice) title=[^:,]*::", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Command();

    private static string[] Lines(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return text[..^1].Split('\n');
    }

    // Not the product's own measure: blocks that are wide as a whole.
    private static int Width(string line) => line.EnumerateRunes().Sum(r => r.Value switch
    {
        _ when Rune.GetUnicodeCategory(r) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => 0,
        (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0x303E) or (>= 0x3041 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3)
            or (>= 0xF900 and <= 0xFAFF) or (>= 0xFF00 and <= 0xFF60) or (>= 0x1F300 and <= 0x1F64F) => 2,
        _ => 1,
    });
}
