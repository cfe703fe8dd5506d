using System.Globalization;
using System.Xml.Linq;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Reports;

/// <summary>A judgement as a suite of tests, one per metric, for CI systems.</summary>
/// <remarks>
/// FAIL is a failure; INCONCLUSIVE and muted metrics are skipped, with the reason: they break no build and do not pose as passed.
/// Where the judgement's own verdict does not follow from the metrics' tests (a score, no metric at all), a test named <c>judgement</c> says it.
/// </remarks>
public sealed class JUnitReport : IReportFormat
{
    /// <inheritdoc />
    public string Name => "junit";

    /// <inheritdoc />
    public string Render(Judgement judgement, ReportStyle style)
    {
        ArgumentNullException.ThrowIfNull(judgement);
        ArgumentNullException.ThrowIfNull(style);
        return Document([Suite(judgement, style)]);
    }

    /// <summary>The whole file.</summary>
    internal static string Document(IReadOnlyList<XElement> suites)
    {
        var root = new XElement("testsuites", Totals([.. suites.Elements("testcase")]), suites);
        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{root.ToString().ReplaceLineEndings("\n")}\n";
    }

    /// <summary>One judgement, named by the style's title.</summary>
    internal static XElement Suite(Judgement judgement, ReportStyle style)
    {
        var glyphs = Glyphs.Of(style);
        var tests = MetricOrder.Of(judgement.Metrics).Select(m => Test(judgement, m, style, glyphs)).ToList();
        if (!Follows(judgement))
        {
            tests.Insert(0, Case("judgement", "judgement", judgement.Verdict, judgement.Reason, judgement.ReasonCode, glyphs));
        }

        return Suite(Words.Title(judgement, style), glyphs, [Properties(judgement, style, glyphs)], tests);
    }

    /// <summary>A suite of tests.</summary>
    internal static XElement Suite(string title, Glyphs glyphs, IEnumerable<XElement> properties, List<XElement> tests) =>
        new("testsuite", new XAttribute("name", Text(title.Length > 0 ? title : "canaryjudge", glyphs)), Totals(tests), properties, tests);

    private static XElement Test(Judgement judgement, MetricJudgement metric, ReportStyle style, Glyphs glyphs)
    {
        var test = metric.Muted
            ? Named(metric.Name, metric.Kind, glyphs, Skipped("muted: shown, decides nothing", glyphs))
            : Case(metric.Name, metric.Kind, metric.Verdict, metric.Reason, metric.ReasonCode, glyphs);
        var lines = Effects(metric)
            .Select(e => Levels.Line(metric, e))
            .Append(Levels.Counts(metric))
            .Append(SinceWhen.Of(judgement, metric, style))
            .Concat(metric.Warnings.Select(w => $"! {w.Message}"))
            .Where(l => l.Length > 0)
            .Prepend($"{Words.Status(metric)} {metric.Name}{Words.Bracketed(Words.Kayenta(metric))}");
        test.Add(new XElement("system-out", string.Join('\n', lines.Select(l => Text(l, glyphs)))));
        return test;
    }

    // The effect that decided comes first.
    private static IEnumerable<Effect> Effects(MetricJudgement metric) => metric.Guards
        .Prepend(metric.Effect)
        .OfType<Effect>()
        .OrderBy(e => !ReferenceEquals(e, metric.Decisive));

    private static XElement Case(string name, string kind, Verdict verdict, string reason, ReasonCode code, Glyphs glyphs) => verdict switch
    {
        Verdict.Fail => Named(name, kind, glyphs, new XElement(
            "failure",
            new XAttribute("message", Text(reason, glyphs)),
            new XAttribute("type", Words.Code(code)),
            Text(reason, glyphs))),
        Verdict.Inconclusive => Named(name, kind, glyphs, Skipped($"INCONCLUSIVE: {reason}", glyphs)),
        _ => Named(name, kind, glyphs, null),
    };

    internal static XElement Named(string name, string kind, Glyphs glyphs, XElement? state) => new(
        "testcase",
        new XAttribute("name", Text(name, glyphs)),
        new XAttribute("classname", Text($"canaryjudge.{kind}", glyphs)),
        state);

    private static XElement Skipped(string message, Glyphs glyphs) => new("skipped", new XAttribute("message", Text(message, glyphs)));

    private static IEnumerable<XAttribute> Totals(List<XElement> tests) =>
    [
        new("tests", tests.Count),
        new("failures", tests.Count(t => t.Element("failure") is not null)),
        new("errors", tests.Count(t => t.Element("error") is not null)),
        new("skipped", tests.Count(t => t.Element("skipped") is not null)),
    ];

    internal static XElement Properties(Judgement judgement, ReportStyle style, Glyphs glyphs)
    {
        return new(
            "properties",
            Property("verdict", Words.Of(judgement.Verdict)),
            Property("action", Words.Of(judgement.Action)),
            Property("reason", judgement.Reason),
            Property("reasonCode", Words.Code(judgement.ReasonCode)),
            Property("score", judgement.Score.ToString("0.##", CultureInfo.InvariantCulture)),
            Property("facts", Words.Facts(judgement, style, dated: true)),
            judgement.Kayenta is null ? null : Property("kayenta", Words.Kayenta(judgement)),
            WarningLines.Of(judgement).Select(w => Property("warning", w)));

        XElement Property(string name, string value) =>
            new("property", new XAttribute("name", name), new XAttribute("value", Text(value, glyphs)));
    }

    // Whether a reader of the tests alone would say the same verdict.
    private static bool Follows(Judgement judgement)
    {
        var deciding = judgement.Metrics.Where(m => !m.Muted).Select(m => m.Verdict).ToList();
        return judgement.Verdict switch
        {
            _ when deciding.Count == 0 => false,
            Verdict.Fail => deciding.Contains(Verdict.Fail),
            Verdict.Inconclusive => deciding.Contains(Verdict.Inconclusive) && !deciding.Contains(Verdict.Fail),
            _ => deciding.TrueForAll(v => v == Verdict.Pass),
        };
    }

    internal static string Text(string text, Glyphs glyphs) => glyphs.Plain(text);
}
