using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using Sylvan.Data.Csv;

namespace CanaryJudge.Sources.Csv;

/// <summary>Streams one file into the rows of its series.</summary>
internal sealed class CsvFile(string name, Arm? arm, bool mayHoldOneArm, Policy? policy, SeriesTable table, ProblemLog log)
{
    private Arm? _arm = arm;
    private const int LargestRow = 1 << 20;
    private const int Buffer = 1 << 17;
    private readonly Dictionary<string, MetricPolicy> _policies = (policy?.Metrics ?? []).GroupBy(m => m.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
    private long _line = 1;
    private long _nextLine = 1;

    /// <summary>Whether the row holds NUL bytes or carriage returns that end no line.</summary>
    private (bool Nul, bool Return) _odd;

    /// <summary>Whether a line feed ends the row.</summary>
    private bool _isEnded;

    /// <summary>Rows read, the header and blank lines left out.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows skipped.</summary>
    public long Skipped { get; private set; }

    /// <summary>Whether a time had no zone.</summary>
    public bool ZoneAssumed { get; private set; }

    /// <summary>Reads to the end, or to the first mistake that no skipping mends.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="progress">Is told the bytes of each read.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public void Read(Stream stream, Action<int> progress, CancellationToken cancellation)
    {
        using var text = new Utf8Text(stream, progress);
        string? trouble = null;
        try
        {
            using var csv = CsvDataReader.Create(text, new CsvDataReaderOptions
            {
                HasHeaders = false,
                Delimiter = ',',
                CsvStyle = CsvStyle.Standard,
                BufferSize = stream.CanSeek ? (int)Math.Clamp(stream.Length + 1, 1 << 12, Buffer) : Buffer,
                MaxBufferSize = LargestRow,
                OwnsReader = false,

                // No comments: a row that begins with # is a row. This is no character, so no line begins with it.
                Comment = '\uFFFF',
            });
            ReadRows(csv, text, cancellation);
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

    private void ReadRows(CsvDataReader csv, Utf8Text text, CancellationToken cancellation)
    {
        if (ReadHeader(csv, text) is not { } header)
        {
            return;
        }

        var row = new RowReader(name, header, _arm, _policies, table, log);
        while (!row.IsStopped && Next(csv, text))
        {
            if ((Rows & 0xfff) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            if (table.IsOverflowing)
            {
                log.Add(name, _line, 0, "", $"more than {SeriesTable.MostRows:N0} rows that must be kept: raw observations (kind: samples, without cluster, warmup, outliers or mean) are counted in buckets and may be any number; add up other kinds over longer intervals, or judge the metrics from several files", fatal: true);
                return;
            }

            Rows++;
            if (!(IsText(csv) && row.Read(csv, _line)))
            {
                Skipped++;
            }
        }

        ZoneAssumed = row.ZoneAssumed;
    }

    private Header? ReadHeader(CsvDataReader csv, Utf8Text text)
    {
        if (!Next(csv, text))
        {
            if (text.Trouble is null)
            {
                log.Add(name, 0, 0, "", "is empty: expected a header such as timestamp,arm,metric,value", fatal: true);
            }

            return null;
        }

        if (_odd.Nul || _odd.Return)
        {
            log.Add(name, _line, 0, "", _odd.Nul ? "holds NUL bytes: is this a CSV file?" : "a carriage return without a line feed: end lines with LF or CRLF", fatal: true);
            return null;
        }

        string[] names = [.. Enumerable.Range(0, csv.RowFieldCount).Select(i => csv.GetFieldSpan(i).Trim().ToString())];
        if (mayHoldOneArm && !names.Contains("arm", StringComparer.OrdinalIgnoreCase))
        {
            _arm ??= Arm.Baseline;
        }

        return Header.Read(name, _line, names, _arm, log);
    }

    /// <summary>Goes to the next row that is not blank.</summary>
    private bool Next(CsvDataReader csv, Utf8Text text)
    {
        do
        {
            _line = _nextLine;
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
        _nextLine = _line + (end > 0 ? 1 : 0);
        _odd = default;
        if (!text.IsPlain && row.IndexOfAny('\0', '\n', '\r') >= 0)
        {
            // A quoted value may span lines; the next row starts that much later.
            _nextLine += row.Count('\n');
            _odd = (row.Contains('\0'), row.Count('\r') > row.Count("\r\n"));

            // The reader ends a row at a lone carriage return only sometimes: what follows on this line is part of it.
            while (end == 0 && row[^1] == '\r' && csv.Read())
            {
                row = csv.GetRawRecordSpan();
                end = row[^1] == '\n' ? 1 : 0;
                _nextLine += row.Count('\n');
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

        var column = 0;
        while (_odd.Nul && column < csv.RowFieldCount && !csv.GetFieldSpan(column).Contains('\0'))
        {
            column++;
        }

        log.Add(name, _line, _odd.Nul && column < csv.RowFieldCount ? column + 1 : 0, "", _odd.Nul ? "holds NUL bytes: is this a CSV file?" : "a carriage return within the row: end lines with LF or CRLF");
        return false;
    }
}
