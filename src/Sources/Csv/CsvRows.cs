using Sylvan.Data.Csv;

namespace CanaryJudge.Sources.Csv;

/// <summary>Reads rows of CSV, one after the other: knows their lines, passes over blank ones, notes what is no text.</summary>
/// <param name="name">The file, for the messages.</param>
/// <param name="line">The line where the text begins, from 1.</param>
/// <param name="log">Takes the mistakes.</param>
internal sealed class CsvRows(string name, long line, ProblemLog log)
{
    private const int LargestRow = 1 << 20;
    private char[] _buffer = [];
    private long _line = line;

    /// <summary>Whether the row holds NUL bytes or carriage returns that end no line.</summary>
    private (bool Nul, bool Return) _odd;

    /// <summary>Whether a line feed ends the row.</summary>
    private bool _isEnded;

    /// <summary>Reads the rows after the header; null: the first row is the header.</summary>
    public RowReader? Reader { get; set; }

    /// <summary>The line after the last row.</summary>
    public long NextLine { get; private set; } = line;

    /// <summary>Rows read, the header and blank lines left out.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows skipped.</summary>
    public long Skipped { get; private set; }

    /// <summary>Goes on in other text, with nothing read so far.</summary>
    /// <param name="at">The line where it begins.</param>
    public void Restart(long at)
    {
        (_line, NextLine, Rows, Skipped) = (at, at, 0, 0);
        Reader?.Clear();
    }

    /// <summary>Reads to the end, or to the first mistake that no skipping mends.</summary>
    /// <param name="bytes">The text.</param>
    /// <param name="size">Characters that are looked at together.</param>
    /// <param name="open">Makes the reader of rows from the names in the header and its line; null: it cannot.</param>
    /// <param name="take">Called with the line after each row; false: enough.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public void Read(ReadBytes bytes, int size, Func<string[], long, RowReader?> open, Func<long, bool> take, CancellationToken cancellation)
    {
        using var text = new Utf8Text(bytes, isBeginning: Reader is null);

        // What goes on begins with a line feed that is not in the file.
        NextLine -= Reader is null ? 0 : 1;
        string? trouble = null;
        _buffer = _buffer.Length == size ? _buffer : new char[size];
        try
        {
            using var csv = CsvDataReader.Create(text, _buffer, new CsvDataReaderOptions
            {
                HasHeaders = false,
                Delimiter = ',',
                CsvStyle = CsvStyle.Standard,
                MaxBufferSize = LargestRow,
                OwnsReader = false,

                // No comments: a row that begins with # is a row. This is no character, so no line begins with it.
                Comment = '\uFFFF',
            });
            if (Reader is not null || ReadHeader(csv, text, open))
            {
                ReadRows(csv, text, take, cancellation);
            }
        }
        catch (CsvRecordTooLargeException)
        {
            trouble = "the row is longer than 1 MiB: is this a CSV file, with a line break after each row and every quote closed?";
        }
        catch (CsvFormatException)
        {
            trouble = "a quoted value is not closed, or is followed by something else than a comma";
        }

        // Where the text ends early, what is open there was not the user's doing.
        if ((text.Trouble?.TrimEnd('.') ?? trouble) is { } message)
        {
            log.Add(name, _line, 0, "", message, fatal: true);
        }
    }

    private void ReadRows(CsvDataReader csv, Utf8Text text, Func<long, bool> take, CancellationToken cancellation)
    {
        while (!Reader!.IsStopped && Next(csv, text))
        {
            if ((Rows & 0xfff) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            Rows++;
            if (!(IsText(csv) && Reader.Read(csv, _line)))
            {
                Skipped++;
            }
            else if (!take(_line))
            {
                return;
            }
        }
    }

    private bool ReadHeader(CsvDataReader csv, Utf8Text text, Func<string[], long, RowReader?> open)
    {
        if (!Next(csv, text))
        {
            if (text.Trouble is null)
            {
                log.Add(name, 0, 0, "", "is empty: expected a header such as timestamp,arm,metric,value", fatal: true);
            }

            return false;
        }

        if (_odd.Nul || _odd.Return)
        {
            log.Add(name, _line, 0, "", _odd.Nul ? "holds NUL bytes: is this a CSV file?" : "a carriage return without a line feed: end lines with LF or CRLF", fatal: true);
            return false;
        }

        Reader = open([.. Enumerable.Range(0, csv.RowFieldCount).Select(i => csv.GetFieldSpan(i).Trim().ToString())], _line);
        return Reader is not null;
    }

    /// <summary>Goes to the next row that is not blank.</summary>
    private bool Next(CsvDataReader csv, Utf8Text text)
    {
        do
        {
            _line = NextLine;
            if (!csv.Read())
            {
                return false;
            }
        }
        while (IsBlank(csv, text));

        // The last row before bytes that are no text is cut short.
        return text.Trouble is null || _isEnded;
    }

    private bool IsBlank(CsvDataReader csv, Utf8Text text)
    {
        var raw = csv.GetRawRecordSpan();
        var end = raw is [.., '\r', '\n'] ? 2 : raw is [.., '\n'] ? 1 : 0;
        var row = raw[..^end];
        NextLine = _line + (end > 0 ? 1 : 0);
        _odd = default;
        if (!text.IsPlain && row.IndexOfAny('\0', '\n', '\r') >= 0)
        {
            // A quoted value may span lines; the next row starts that much later.
            NextLine += row.Count('\n');
            _odd = (row.Contains('\0'), row.Count('\r') > row.Count("\r\n"));

            // The reader ends a row at a lone carriage return only sometimes: what follows on this line is part of it.
            while (end == 0 && row[^1] == '\r' && csv.Read())
            {
                row = csv.GetRawRecordSpan();
                end = row[^1] == '\n' ? 1 : 0;
                NextLine += row.Count('\n');
            }
        }

        _isEnded = end > 0;
        return csv.RowFieldCount == 1 && row.Trim().IsEmpty && _odd == default;
    }

    private bool IsText(CsvDataReader csv)
    {
        if (_odd == default)
        {
            return true;
        }

        // Where the reader ended a row at the carriage return, it stands on the rest of it: no column, and no other mistake, can be told then.
        var column = 0;
        while (!_odd.Return && column < csv.RowFieldCount && !csv.GetFieldSpan(column).Contains('\0'))
        {
            column++;
        }

        log.Add(name, _line, _odd.Return || column == csv.RowFieldCount ? 0 : column + 1, "", _odd.Return ? "a carriage return within the row: end lines with LF or CRLF" : "holds NUL bytes: is this a CSV file?");
        return false;
    }
}
