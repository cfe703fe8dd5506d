using System.Net;
using System.Xml.Linq;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Reports;

/// <summary>Every format names the same verdict, the same metrics in the same order, and the same numbers.</summary>
public sealed class AgreementTests
{
    private static readonly ReportStyle Wide = new() { Width = 200 };

    // Names that every format prints as they are, so that they can be found.
    private static readonly Gen<Judgement> Judgements = RandomJudgements.Any.Select(j => j with
    {
        Reason = "Because.",
        Warnings = [],
        Metrics = [.. j.Metrics.Select((m, i) => m with { Name = $"metric{(char)('z' - i)}", Unit = "ms", Reason = "", Warnings = [] })],
    });

    [Fact]
    public void Every_format_names_the_verdict() => Judgements.ForAll(judgement =>
    {
        var word = judgement.Verdict switch { Verdict.Pass => "PASS", Verdict.Fail => "FAIL", _ => "INCONCLUSIVE" };
        var text = new TextReport().Render(judgement, Wide);

        Assert.Equal(word, text.Split(' ')[1]);
        Assert.StartsWith("## " + text[0] + " " + word + ": ", new MarkdownReport().Render(judgement, Wide), StringComparison.Ordinal);
        Assert.Contains($"title={word}%3A ", new GitHubReport().Render(judgement, Wide), StringComparison.Ordinal);
        Assert.Equal(word, JUnit(judgement).Descendants("property").First(p => (string?)p.Attribute("name") == "verdict").Attribute("value")!.Value);
    });

    [Fact]
    public void Every_format_has_the_same_metrics_in_order_with_the_same_numbers() => Judgements.ForAll(judgement =>
    {
        var metrics = MetricOrder.Of(judgement.Metrics);
        Assert.All(ReportFormats.All, format =>
        {
            var text = Decoded(format, judgement);
            var places = metrics.Select(m => text.IndexOf(m.Name, StringComparison.Ordinal)).ToList();
            Assert.DoesNotContain(-1, places);
            Assert.Equal(places.Order(), places);

            for (var i = 0; i < metrics.Count; i++)
            {
                var row = text[places[i]..(i + 1 < places.Count ? places[i + 1] : text.Length)];
                Assert.Contains(ShownEffect.Of(metrics[i]).ChangeText, row, StringComparison.Ordinal);
                Assert.Contains(ShownEffect.Of(metrics[i]).IntervalText, row, StringComparison.Ordinal);
            }
        });
    });

    [Fact]
    public void The_tests_of_JUnit_say_the_verdict() => Judgements.ForAll(judgement =>
    {
        var tests = JUnit(judgement);
        var (failed, skipped) = (tests.Descendants("failure").Any(), tests.Descendants("skipped").Any());

        Assert.True(judgement.Verdict != Verdict.Fail || failed);
        Assert.True(judgement.Verdict != Verdict.Inconclusive || skipped);
    });

    [Fact]
    public void The_worst_metric_comes_first_and_muted_ones_last()
    {
        string[] names = ["latency_ms", "errors", "conversion", "gc_pauses", "cpu_percent", "memory_mb", "payload_kb", "log_warnings"];

        Assert.Equal(names, MetricOrder.Of(Screens.Fail.Metrics.Reverse()).Select(m => m.Name));
    }

    private static XDocument JUnit(Judgement judgement) => XDocument.Parse(new JUnitReport().Render(judgement, Wide));

    // What a reader sees once the format's own escapes are undone.
    private static string Decoded(IReportFormat format, Judgement judgement) => format.Name switch
    {
        "markdown" => WebUtility.HtmlDecode(format.Render(judgement, Wide)),
        "github" => WebUtility.UrlDecode(format.Render(judgement, Wide).Replace("+", "%2B", StringComparison.Ordinal)),
        "junit" => string.Join('\n', JUnit(judgement).Descendants("testcase").Select(t => $"{t.Attribute("name")!.Value}\n{t.Value}")),
        _ => format.Render(judgement, Wide),
    };
}
