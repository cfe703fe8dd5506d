using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Csv;

/// <summary>Reads the files of one snapshot.</summary>
internal sealed class CsvRun(Policy policy, CsvOptions options, CancellationToken cancellation)
{
    private readonly MetricTable _metrics = new(policy);
    private readonly DataProblems _problems = new(options);
    private readonly List<Warning> _warnings = [];
    private long _bytes;
    private long _rows;

    /// <summary>Reads a file; what is wrong with it is noted.</summary>
    public void Read(CsvSource source)
    {
        var (rowsBefore, badBefore) = (_rows, _problems.BadRows);
        try
        {
            using var text = new CheckedReader(source.Open(), source.Name, Progress, cancellation);
            using var records = new RecordReader(text, source.Name);
            ReadRecords(records, source);
        }
        catch (DataRefusedException e)
        {
            if (e.Problem is { } problem)
            {
                _problems.Refuse(problem);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            _problems.Refuse(new(source.Name, 0, 0, "", $"the file cannot be read: {SmallFile.Reason(e)}"));
        }

        NoteSkipped(source, _rows - rowsBefore, _problems.BadRows - badBefore);
    }

    /// <summary>What became of all files.</summary>
    public CsvReading End()
    {
        var maker = new MetricMaker(_problems);
        Series[] series = _problems.Refused ? [] : [.. _metrics.Metrics.SelectMany(maker.Make)];
        var snapshot = _problems.Refused ? null : new Snapshot(series, [.. _warnings, .. maker.Warnings]);
        return new(snapshot, _problems.Kept, _problems.More, _rows, _problems.BadRows);
    }

    private void ReadRecords(RecordReader records, CsvSource source)
    {
        if (!records.Read())
        {
            throw new DataRefusedException(Header.Missing(source.Name));
        }

        var header = Header.Of(records, source.Arm);
        IRows rows = header.Metric < 0
            ? new WideRows(records, header, source.Arm!.Value, _metrics, _problems)
            : new LongRows(records, header, source.Arm, _metrics, _problems);
        while (records.Read())
        {
            _rows += HasShape(records, header) && rows.TryTake() ? 1 : 0;
        }

        if (rows.ZoneAssumed)
        {
            _warnings.Add(new(WarningCode.ZoneAssumed, $"{source.Name}: times carry no zone and were read as UTC."));
        }
    }

    private bool HasShape(RecordReader records, Header header)
    {
        if (records.IsGarbled)
        {
            _problems.BadRow(records.Problem("the line is not valid UTF-8; save the file as UTF-8."));
            return false;
        }

        var expected = header.Names.Count;
        if (records.Count == expected)
        {
            return true;
        }

        var comma = records.Count > expected ? " A decimal comma, or a comma in a text without quotes?" : "";
        _problems.BadRow(records.Problem($"the line has {records.Count} {(records.Count == 1 ? "field" : "fields")}, the header {expected}.{comma}"));
        return false;
    }

    private void NoteSkipped(CsvSource source, long rows, long bad)
    {
        if (bad == 0 || _problems.Refused)
        {
            return;
        }

        if (rows == 0)
        {
            _problems.Refuse(new(source.Name, 0, 0, "", $"none of the {bad:N0} rows can be read."));
            return;
        }

        _warnings.Add(new(WarningCode.BadRowsSkipped, $"{source.Name}: {bad:N0} of {rows + bad:N0} rows could not be read and were left out."));
    }

    private void Progress(int bytes)
    {
        _bytes += bytes;
        options.Progress?.Report(_bytes);
    }
}
