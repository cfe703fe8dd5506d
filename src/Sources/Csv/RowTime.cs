using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Csv;

/// <summary>Reads the time of rows, and remembers whether one had no zone.</summary>
internal sealed class RowTime(DataProblems problems)
{
    private readonly char[] _last = new char[40];
    private int _lastLength;
    private long _lastTime;

    /// <summary>Whether a time without a zone was read as UTC.</summary>
    public bool ZoneAssumed { get; private set; }

    /// <summary>Reads a time; null where the field is empty.</summary>
    /// <returns>False, with a problem, when it is no time.</returns>
    public bool TryRead(RecordReader records, int field, out long? time)
    {
        var text = records[field];
        time = null;
        if (text.IsEmpty)
        {
            return true;
        }

        // Rows of one interval follow each other.
        if (text.SequenceEqual(_last.AsSpan(0, _lastLength)))
        {
            time = _lastTime;
            return true;
        }

        if (!TimeText.TryRead(text, out var nanoseconds, out var hasZone))
        {
            problems.BadRow(records.Problem(field, TimeText.Why(text, Words.Shown(text))));
            return false;
        }

        ZoneAssumed |= !hasZone;
        Remember(text, nanoseconds);
        time = nanoseconds;
        return true;
    }

    private void Remember(ReadOnlySpan<char> text, long time)
    {
        _lastLength = text.Length <= _last.Length ? text.Length : 0;
        text[.._lastLength].CopyTo(_last);
        _lastTime = time;
    }
}
