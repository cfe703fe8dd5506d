using System.Xml.Linq;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Judging.Tests.Reports;

public sealed class BatchReportTests
{
    private static readonly IReadOnlyList<BatchLine> Twelve =
    [
        Expected("zero-baseline", Passed(2)),
        Expected("aws-latency-step", Failed("latency_ms", "samples", "shift", 0.31)),
        Expected("checkout-pool", Failed("latency_ms", "samples", "p99", 0.49)),
        Expected("errors-burst", Failed("errors", "ratio", "rate", 0.0142)),
        new("restarts", Failed("restarts", "count", "rate", 2.1), null, Verdict.Pass, false) { Command = "canaryjudge judge data/fixtures/restarts" },
        Expected("tail-only", Failed("latency_ms", "samples", "p99", 2.12)),
        Expected("empty-canary", Screens.Inconclusive with
        {
            ReasonCode = ReasonCode.OneArmEmpty,
            Metrics = [Screens.Inconclusive.Metrics[0] with { Baseline = new() { Count = 100 } }],
        }),
        Expected("low-traffic", Screens.Inconclusive),
        Expected("healthy-1", Passed(3)),
        Expected("healthy-2", Passed(3)),
        Expected("healthy-ar08", Passed(2)),
        Expected("small-shift", Screens.Pass with { Metrics = [Metric("cpu_percent", "points", "shift", 0.014, Verdict.Pass)] }),
    ];

    [Theory]
    [InlineData(80, false)]
    [InlineData(80, true)]
    [InlineData(60, false)]
    [InlineData(60, true)]
    public void A_batch_looks_as_approved(int width, bool ascii)
    {
        var text = new BatchReport().Render(Twelve, new() { Width = width, Ascii = ascii }, TimeSpan.FromSeconds(1.9));

        Assert.All(text.Split('\n'), l => Assert.True(l.Length <= width, l));
        Approved.Equal($"batch-{width}{(ascii ? "-ascii" : "")}.txt", text);
    }

    [Theory]
    [InlineData("markdown", "md")]
    [InlineData("junit", "xml")]
    public void A_batch_in_a_file_looks_as_approved(string format, string extension)
    {
        IReadOnlyList<BatchLine> lines = [.. Twelve, new("broken", null, "data.csv:3:7: '1o.5' is not a number"), new("new-release", Screens.Fail)];

        Approved.Equal($"batch.{extension}", BatchFormats.All.Single(f => f.Name == format).Render(lines, new(), TimeSpan.FromSeconds(1.9)));
    }

    [Fact]
    public void A_suite_of_JUnit_fails_only_where_a_case_differs_from_what_was_expected()
    {
        var root = XDocument.Parse(new BatchJUnit().Render([.. Twelve, new("broken", null, "no header")], new())).Root!;

        Assert.Equal(["13", "1", "1", "0"], new[] { "tests", "failures", "errors", "skipped" }.Select(name => root.Attribute(name)!.Value));
        Assert.Equal("restarts", root.Descendants("failure").Single().Parent!.Attribute("name")!.Value);
        Assert.Equal("no header", root.Descendants("error").Single().Attribute("message")!.Value);
        Assert.Equal(["broken", "aws-latency-step"], root.Elements("testsuite").Take(2).Select(s => s.Attribute("name")!.Value));
    }

    [Fact]
    public void An_unreadable_case_stands_first_with_its_problem()
    {
        var text = new BatchReport().Render([.. Twelve, new("broken\n", null, "data.csv:3:7: '1o.5' is not a number")], new());

        Assert.StartsWith("! broken␊", text, StringComparison.Ordinal);
        Assert.Contains("data.csv:3:7: '1o.5' is not a number", text, StringComparison.Ordinal);
        Assert.Contains("13 cases: 1 unreadable, 5 fail, 2 inconclusive, 5 pass. 11 as expected, 1 differs:", text.Replace('\n', ' '), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_expectations_nothing_is_said_of_them()
    {
        var text = new BatchReport().Render([new("a", Passed(3)), new("b", Passed(2))], new());

        Assert.Equal("✓ a                    3 metrics\n✓ b                    2 metrics\n\n2 cases: 2 pass.\n", text);
    }

    [Fact]
    public void Nothing_at_all_is_no_case() => Assert.Equal("0 cases.\n", new BatchReport().Render([], new()));

    [Fact]
    public void Hostile_names_stay_inside_their_lines()
    {
        var lines = RandomJudgements.Hostile
            .Select(h => new BatchLine(h, Screens.Fail with { Metrics = [Screens.Fail.Metrics[0] with { Name = h }] }, h, Verdict.Pass, false) { Command = h })
            .Append(new(RandomJudgements.Hostile[0], null, RandomJudgements.Hostile[^2]))
            .ToList();

        foreach (var width in (int[])[40, 60, 80, 120])
        {
            var text = new BatchReport().Render(lines, new() { Width = width, Ascii = true });

            Assert.All(text.Split('\n'), l => Assert.True(l.Length <= width, l));
            Assert.DoesNotContain(text, c => char.IsControl(c) && c != '\n');
        }
    }

    private static BatchLine Expected(string name, Judgement judgement) => new(name, judgement, null, judgement.Verdict, true);

    private static Judgement Passed(int metrics) =>
        Screens.Pass with { Metrics = [.. Screens.Pass.Metrics.Take(metrics)] };

    private static Judgement Failed(string name, string kind, string measure, double change) => Screens.Fail with
    {
        Metrics = [Metric(name, kind, measure, change, Verdict.Fail)],
        DecidedBy = [name],
    };

    private static MetricJudgement Metric(string name, string kind, string measure, double change, Verdict verdict) => new()
    {
        Name = name,
        Kind = kind,
        Verdict = verdict,
        Margin = kind == "ratio" ? new(null, 0.005) : new(0.25, null),
        DecidedBy = measure,
        Effect = kind == "ratio" ? new() { Measure = measure, Estimate = change } : new() { Measure = measure, RelativeEstimate = change },
    };
}
