using System.Text;

namespace CanaryJudge.Judging.Reports;

/// <summary>One line of a terminal: pieces of plain text, each with its ink.</summary>
internal sealed class Line
{
    private readonly List<(string Text, Ink Ink)> _pieces = [];

    public static Line Of(string text, Ink ink = Ink.None) => new Line().Add(text, ink);

    public int Width => _pieces.Sum(p => Cells.Width(p.Text));

    public Line Add(string text, Ink ink = Ink.None)
    {
        if (text.Length > 0)
        {
            _pieces.Add((text, ink));
        }

        return this;
    }

    public Line Add(char symbol, Ink ink) => Add(symbol.ToString(), ink);

    /// <summary>Fills with spaces up to a column.</summary>
    public Line To(int column) => Add(Cells.Spaces(column - Width));

    /// <summary>Writes the line, without spaces at its end and never wider than a width.</summary>
    public void Write(StringBuilder text, int width, bool color)
    {
        var pieces = Harmless();
        var room = Math.Min(width, Cells.Width(string.Concat(pieces.Select(p => p.Text)).TrimEnd(' ')));
        foreach (var (piece, ink) in pieces)
        {
            var fits = Cells.Cut(piece, room, "");
            room -= Cells.Width(fits);
            text.Append(color && ink != Ink.None && fits.Length > 0 ? $"{Code(ink)}{fits}\e[0m" : fits);
            if (fits.Length < piece.Length)
            {
                break;
            }
        }

        text.Append('\n');
    }

    /// <summary>CI runners obey a line of a log that begins with <c>::</c>, after spaces too: a space breaks it.</summary>
    private List<(string Text, Ink Ink)> Harmless()
    {
        var first = _pieces.FindIndex(p => !string.IsNullOrWhiteSpace(p.Text));
        return first >= 0 && _pieces[first].Text.AsSpan().TrimStart().StartsWith("::")
            ? [.. _pieces.Select((p, i) => i == first ? (p.Text.Insert(p.Text.IndexOf(':', StringComparison.Ordinal) + 1, " "), p.Ink) : p)]
            : _pieces;
    }

    private static string Code(Ink ink)
    {
        var codes = new List<string>();
        Use(Ink.Bold, "1");
        Use(Ink.Dim, "2");
        Use(Ink.Red, "31");
        Use(Ink.Green, "32");
        Use(Ink.Yellow, "33");
        return $"\e[{string.Join(';', codes)}m";

        void Use(Ink part, string code)
        {
            if (ink.HasFlag(part))
            {
                codes.Add(code);
            }
        }
    }
}
