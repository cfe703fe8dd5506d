namespace CanaryJudge.Sources.Policies;

/// <summary>The lines of a text, as editors count them: ended by a line feed, a carriage return or both.</summary>
/// <remarks>YAML and JSON disagree on what else ends a line, so places are taken from offsets and counted here.</remarks>
internal sealed class TextLines
{
    private readonly string _text;
    private readonly List<int> _starts = [0];

    /// <summary>Finds the lines.</summary>
    public TextLines(string text)
    {
        _text = text;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                _starts.Add(i + 1);
            }
        }
    }

    /// <summary>The place of some characters; at least one, and none of the next line.</summary>
    /// <param name="index">From 0; beyond the text, its end is meant.</param>
    /// <param name="length">How many characters.</param>
    public Place At(long index, long length)
    {
        var start = (int)Math.Clamp(index, 0, _text.Length);
        var found = _starts.BinarySearch(start);
        var line = found >= 0 ? found : ~found - 1;
        var left = _starts[line] + Line(line + 1).Length - start;
        return new(line + 1, start - _starts[line] + 1, (int)Math.Clamp(length, 1, Math.Max(1, left)));
    }

    /// <summary>A line without its end; empty beyond the text.</summary>
    /// <param name="number">From 1.</param>
    public ReadOnlySpan<char> Line(int number)
    {
        if (number < 1 || number > _starts.Count)
        {
            return "";
        }

        var end = number < _starts.Count ? _starts[number] : _text.Length;
        return _text.AsSpan(_starts[number - 1]..end).TrimEnd("\r\n");
    }
}
