namespace CanaryJudge.Sources.Csv;

/// <summary>Stops a text whose records have too many fields before the CSV reader sees them: its work grows with their square (20 s for 1 MiB of commas).</summary>
internal sealed class FieldLimit
{
    /// <summary>Fields of a record.</summary>
    public const int Most = 10_000;
    private int _commas;
    private bool _quoted;
    private char _previous = '\n';

    /// <summary>Looks at the next characters; false when a record has too many fields.</summary>
    public bool Pass(ReadOnlySpan<char> text)
    {
        if (!_quoted && !text.Contains('"') && _commas + text.Count(',') < Most)
        {
            PassPlain(text);
            return true;
        }

        return PassEach(text);
    }

    /// <summary>So few commas that no record can have too many: vectors do the counting.</summary>
    private void PassPlain(ReadOnlySpan<char> text)
    {
        var lastBreak = text.LastIndexOfAny('\n', '\r');
        _commas = lastBreak < 0 ? _commas + text.Count(',') : text[lastBreak..].Count(',');
        _previous = text.IsEmpty ? _previous : text[^1];
    }

    /// <summary>Follows quotes as the CSV reader does: they open at the beginning of a field, or right after one that closed.</summary>
    private bool PassEach(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c == '"')
            {
                _quoted = !_quoted && (_previous is ',' or '\n' or '\r' or '"');
            }
            else if (!_quoted)
            {
                _commas = c is '\n' or '\r' ? 0 : _commas + (c == ',' ? 1 : 0);
            }

            _previous = c;
            if (_commas >= Most)
            {
                return false;
            }
        }

        return true;
    }
}
