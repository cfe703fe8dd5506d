using System.Text;

namespace CanaryJudge.Judging.Reports;

/// <summary>Lines of a terminal, in blocks with one blank line between.</summary>
internal sealed class Screen(ReportStyle style)
{
    private readonly List<Line> _lines = [];
    private bool _blank;

    public int Width { get; } = style.Cells;

    public Glyphs Glyphs { get; } = Glyphs.Of(style);

    /// <summary>Begins a block; a block without lines leaves no trace.</summary>
    public void Block() => _blank = _lines.Count > 0;

    public void Add(Line line)
    {
        if (_blank)
        {
            _lines.Add(new());
            _blank = false;
        }

        _lines.Add(line);
    }

    /// <summary>Adds a text over as many lines as it needs, at most some.</summary>
    public void Paragraph(string text, int indent = 0, int most = int.MaxValue)
    {
        foreach (var line in Cells.Wrap(Glyphs.Plain(text), Width - indent, most, Glyphs.Cut))
        {
            Add(Line.Of(Cells.Spaces(indent) + line));
        }
    }

    public string Text()
    {
        var text = new StringBuilder();
        foreach (var line in _lines)
        {
            line.Write(text, Width, style.Color);
        }

        return text.ToString();
    }
}
