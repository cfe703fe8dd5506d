using System.Text;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using Sylvan.Data.Csv;

namespace CanaryJudge.Sources.Csv;

/// <summary>Streams one file into the rows of its series.</summary>
internal sealed class CsvFile(string name, Arm? arm, Policy? policy, bool skipBadRows, SeriesTable table, ProblemLog log)
{
    private const int LargestRow = 1 << 20;
    private readonly Dictionary<string, MetricPolicy> _policies = (policy?.Metrics ?? []).GroupBy(m => m.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
    private long _line = 1;

    /// <summary>Rows read, the header left out.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows skipped.</summary>
    public long Skipped { get; private set; }

    /// <summary>Whether a time had no zone.</summary>
    public bool ZoneAssumed { get; private set; }

    /// <summary>Reads to the end, or to the first mistake that no skipping mends.</summary>
    public void Read(Stream stream, CancellationToken cancellation)
    {
        // Invalid UTF-8 is an error, not a question mark: data would change without a word.
        using var text = new StreamReader(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, 1 << 16, leaveOpen: true);
        try
        {
            using var csv = CsvDataReader.Create(text, new CsvDataReaderOptions
            {
                HasHeaders = false,
                Delimiter = ',',
                CsvStyle = CsvStyle.Standard,
                BufferSize = 1 << 17,
                MaxBufferSize = LargestRow,
                OwnsReader = false,
            });
            ReadRows(csv, cancellation);
        }
        catch (CsvRecordTooLargeException)
        {
            log.Add(name, _line, 0, "", $"line {_line} is longer than 1 MiB: is this a CSV file, with a line break after each row?", fatal: true);
        }
        catch (DecoderFallbackException)
        {
            log.Add(name, _line, 0, "", $"after line {_line}: not text in UTF-8; is this a CSV file?", fatal: true);
        }
        catch (Exception e) when (e is CsvFormatException or FormatException or InvalidDataException)
        {
            log.Add(name, _line, 0, "", "a quoted value is not closed, or is followed by something else than a comma", fatal: true);
        }
    }

    private void ReadRows(CsvDataReader csv, CancellationToken cancellation)
    {
        if (!csv.Read())
        {
            log.Add(name, 0, 0, "", "is empty: expected a header such as timestamp,arm,metric,value", fatal: true);
            return;
        }

        var names = Enumerable.Range(0, csv.RowFieldCount).Select(i => csv.GetFieldSpan(i).Trim().Trim('\uFEFF').ToString()).ToArray();
        if (Array.Exists(names, n => n.Contains('\0', StringComparison.Ordinal)))
        {
            log.Add(name, 1, 0, "", "holds NUL bytes: is this a CSV file?", fatal: true);
            return;
        }

        if (Header.Read(name, names, arm, log) is not { } header)
        {
            return;
        }

        var row = new RowReader(name, header, arm, _policies, table, log);
        while (Next(csv))
        {
            if ((Rows & 0xfff) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            // A blank line at the end is no row.
            if (csv.RowFieldCount == 1 && csv.GetFieldSpan(0).Trim().IsEmpty && header.Names.Length > 1)
            {
                continue;
            }

            Rows++;
            if (!row.Read(csv, _line))
            {
                Skipped++;
                if (!skipBadRows && log.Count > 10_000)
                {
                    return;
                }
            }
        }

        ZoneAssumed = row.ZoneAssumed;
    }

    private bool Next(CsvDataReader csv)
    {
        // A quoted value may span lines; the next row starts that much later.
        for (var i = 0; i < csv.RowFieldCount; i++)
        {
            _line += csv.GetFieldSpan(i).Count('\n');
        }

        _line++;
        return csv.Read();
    }
}
