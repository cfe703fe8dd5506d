namespace CanaryJudge.Sources.Csv;

/// <summary>Reads the times of a column as <see cref="TimeText"/> does. Neighbouring rows mostly lie in one second, which is read once.</summary>
internal sealed class TimeCells
{
    // No text begins with a blank.
    private readonly char[] _second = [.. Enumerable.Repeat(' ', TimeText.CalendarLength)];
    private long _seconds;

    /// <summary>Reads a time.</summary>
    /// <param name="text">Without blanks around it, not empty.</param>
    /// <param name="nanoseconds">Unix nanoseconds, UTC.</param>
    /// <param name="zoned">Whether the text named a zone; numbers do by definition.</param>
    /// <returns>Whether it is a time between the years 1678 and 2261.</returns>
    public bool TryParse(ReadOnlySpan<char> text, out long nanoseconds, out bool zoned)
    {
        if (!text.StartsWith(_second))
        {
            if (!TimeText.IsCalendar(text) || !TimeText.TrySeconds(text[..TimeText.CalendarLength], out var seconds))
            {
                return TimeText.TryParse(text, out nanoseconds, out zoned);
            }

            text[..TimeText.CalendarLength].CopyTo(_second);
            _seconds = seconds;
        }

        return TimeText.TryRest(text[TimeText.CalendarLength..], _seconds, out nanoseconds, out zoned);
    }
}
