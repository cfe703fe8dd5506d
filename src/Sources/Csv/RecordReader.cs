using CanaryJudge.Sources.Policies;
using Sylvan.Data.Csv;

namespace CanaryJudge.Sources.Csv;

/// <summary>The records of a CSV text, each with the line it begins on.</summary>
internal sealed class RecordReader : IDisposable
{
    /// <summary>Characters of the longest record: 1 MiB.</summary>
    private const int Longest = 1 << 20;
    private readonly CheckedReader _text;
    private readonly CsvDataReader _csv;
    private readonly Func<bool> _step;
    private long _nextLine = 1;

    /// <summary>Begins to read.</summary>
    /// <exception cref="DataRefusedException">It is no text.</exception>
    public RecordReader(CheckedReader text, string file)
    {
        _text = text;
        File = file;
        var options = new CsvDataReaderOptions { HasHeaders = false, Delimiter = ',', BufferSize = 1 << 15, MaxBufferSize = Longest };
        _csv = Guarded(() => CsvDataReader.Create(text, options));
        _step = _csv.Read;
    }

    /// <summary>The file's name.</summary>
    public string File { get; }

    /// <summary>The line that the record begins on, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The number of fields of the record.</summary>
    public int Count => _csv.RowFieldCount;

    /// <summary>A field without blanks around it; valid until the next record.</summary>
    public ReadOnlySpan<char> this[int field] => _csv.GetFieldSpan(field).Trim(' ');

    /// <summary>Goes to the next record that is not blank; false at the end.</summary>
    /// <exception cref="DataRefusedException">The text is no CSV from here on.</exception>
    public bool Read()
    {
        while (Guarded(_step))
        {
            var raw = _csv.GetRawRecordSpan();
            Line = _nextLine;
            _nextLine += Math.Max(1, raw.Count('\n'));
            if (_text.Suspicious && raw.Contains('\0'))
            {
                throw new DataRefusedException(new(File, Line, raw.IndexOf('\0') + 1, "", "the line holds a NUL byte; this is no CSV text."));
            }

            if (Count > 1 || !this[0].IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the record holds bytes that are no UTF-8.</summary>
    public bool IsGarbled => _text.Suspicious && _csv.GetRawRecordSpan().Contains('\uFFFD');

    /// <summary>A problem of a field of the record.</summary>
    public DataProblem Problem(int field, string message)
    {
        var (line, column) = Place(field);
        return new(File, Line + line, column, Words.Shown(this[field]), message);
    }

    /// <summary>A problem of the record.</summary>
    public DataProblem Problem(string message) => new(File, Line, 0, "", message);

    /// <inheritdoc />
    public void Dispose()
    {
        _csv.Dispose();
        _text.Dispose();
    }

    /// <summary>Where a field begins: lines below the record's first, and the column from 1.</summary>
    private (int Line, int Column) Place(int field)
    {
        var raw = _csv.GetRawRecordSpan();
        var (quoted, at) = (false, 0);
        for (; at < raw.Length && field > 0; at++)
        {
            quoted ^= raw[at] == '"';
            field -= raw[at] == ',' && !quoted ? 1 : 0;
        }

        var before = raw[..at];
        return (before.Count('\n'), at - before.LastIndexOf('\n'));
    }

    private T Guarded<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (CsvRecordTooLargeException)
        {
            throw Broken("is longer than 1 MiB, or a quote on it is never closed.");
        }
        catch (CsvInvalidCharacterException e) when (e.Message.Contains("end of the input", StringComparison.Ordinal))
        {
            throw Broken("opens a quote that is never closed.");
        }
        catch (CsvInvalidCharacterException)
        {
            throw Broken("has text after a closing quote; write a quote inside quotes twice.");
        }
        catch (CsvFormatException)
        {
            throw Broken("cannot be read as CSV.");
        }
    }

    private DataRefusedException Broken(string what) => new(new(File, _nextLine, 0, "", $"line {_nextLine} {what}"));
}
