using System.Xml.Linq;

namespace CanaryJudge.Judging.Reports;

/// <summary>Many judgements as suites of tests, one a case, for CI systems.</summary>
/// <remarks>
/// A case with expectations is one test: it fails when the judgement differs from them. A case without is the suite of its judgement, as
/// <see cref="JUnitReport"/> writes it. A case that cannot be read is an error.
/// </remarks>
public sealed class BatchJUnit : IBatchFormat
{
    /// <inheritdoc />
    public string Name => "junit";

    /// <inheritdoc />
    public string Render(IReadOnlyList<BatchLine> lines, ReportStyle style, TimeSpan? duration = null)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(style);
        return JUnitReport.Document([.. BatchReport.Ordered(lines).Select(l => Suite(l, style with { Title = l.Case }))]);
    }

    private static XElement Suite(BatchLine line, ReportStyle style)
    {
        var glyphs = Glyphs.Of(style);
        return line switch
        {
            { Judgement: null } => One(line, glyphs, [], new XElement("error", new XAttribute("message", JUnitReport.Text(line.Problem ?? "cannot be read", glyphs)))),
            { AsExpected: null } => JUnitReport.Suite(line.Judgement, style),
            _ => One(line, glyphs, [JUnitReport.Properties(line.Judgement, style, glyphs)], line.Differs ? Difference(line, glyphs) : null),
        };
    }

    private static XElement One(BatchLine line, Glyphs glyphs, IEnumerable<XElement> properties, XElement? state) =>
        JUnitReport.Suite(line.Case, glyphs, properties, [JUnitReport.Named(line.Case, "case", glyphs, state)]);

    private static XElement Difference(BatchLine line, Glyphs glyphs) => new(
        "failure",
        new XAttribute("message", JUnitReport.Text($"{BatchWords.Found(line)}. {line.Judgement!.Reason}", glyphs)),
        new XAttribute("type", "DIFFERS"),
        JUnitReport.Text(line.Command, glyphs));
}
