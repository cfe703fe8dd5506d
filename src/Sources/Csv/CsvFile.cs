using System.Runtime.InteropServices;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Csv;

/// <summary>Reads one file into the rows of its series.</summary>
internal sealed class CsvFile(string name, Arm? arm, bool mayHoldOneArm, Policy? policy, SeriesTable table, ProblemLog log)
{
    private const int Buffer = 1 << 17;
    private readonly Dictionary<string, MetricPolicy> _policies = (policy?.Metrics ?? []).GroupBy(m => m.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
    private readonly Dictionary<(string Metric, Arm Arm, string Key), SeriesRows> _series = [];
    private Header? _header;
    private Arm? _arm;

    /// <summary>Rows read, the header and blank lines left out.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows skipped.</summary>
    public long Skipped { get; private set; }

    /// <summary>Whether a time had no zone.</summary>
    public bool ZoneAssumed { get; private set; }

    /// <summary>Reads to the end, or to the first mistake that no skipping mends.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="blockBytes">A longer file is read in blocks of so many bytes, the later ones side by side; what comes of it is the same.</param>
    /// <param name="progress">Is told the bytes of each read.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public void Read(Stream stream, int blockBytes, Action<int> progress, CancellationToken cancellation)
    {
        if (stream.CanSeek && stream.Length <= blockBytes)
        {
            ReadRows(Bytes, 1, (int)Math.Clamp(stream.Length + 1, 1 << 12, Buffer), cancellation);
            return;
        }

        var text = new LineBlocks(Bytes, blockBytes);
        var (rest, line) = !text.IsShort && TakesHeader(text, cancellation) ? ReadBlocks(text, blockBytes, cancellation) : (text.Read, 1);
        ReadRows(rest, line, Buffer, cancellation);

        int Bytes(Span<byte> to)
        {
            var read = stream.Read(to);
            progress(read);
            return read;
        }
    }

    /// <summary>Takes the first line when it is a good header; else it is left for row by row, which tells what is wrong.</summary>
    private bool TakesHeader(LineBlocks text, CancellationToken cancellation)
    {
        var line = text.Line.ToArray();
        var problems = new ProblemLog();
        new CsvRows(name, 1, problems).Read(new MemoryStream(line).Read, Buffer, (names, at) => Open(names, at, problems), _ => true, cancellation);
        if (problems.Count > 0)
        {
            _header = null;
            return false;
        }

        text.Read(line);
        return true;
    }

    /// <summary>Takes block by block, up to one that has to be read row by row.</summary>
    /// <returns>What was not taken, and its first line.</returns>
    private (ReadBytes Text, long Line) ReadBlocks(LineBlocks text, int size, CancellationToken cancellation)
    {
        using var blocks = new CsvBlocks(text, 2, () => new(name, size, NewReader), cancellation);
        while (blocks.Next() is { } block)
        {
            if (block.Log.Fatal > 0 || !table.HasRoom(block.Rows.Reader!.Rows.Length))
            {
                return blocks.Rest(block);
            }

            Take(block.Rows.Reader);
            log.Add(block.Log);
            Count(block.Rows);
            blocks.Free(block);
        }

        return blocks.Rest(null);
    }

    /// <summary>Reads row by row; goes on where blocks ended.</summary>
    private void ReadRows(ReadBytes text, long line, int buffer, CancellationToken cancellation)
    {
        var rows = new CsvRows(name, line, log) { Reader = _header is null ? null : NewReader(log) };
        rows.Read(text, buffer, (names, at) => Open(names, at, log), at => TakeOne(rows.Reader!, at), cancellation);
        Count(rows);
    }

    private void Count(CsvRows rows)
    {
        Rows += rows.Rows;
        Skipped += rows.Skipped;
        ZoneAssumed |= rows.Reader?.ZoneAssumed ?? false;
    }

    private RowReader? Open(string[] names, long line, ProblemLog problems)
    {
        _arm = arm ?? (mayHoldOneArm && !names.Contains("arm", StringComparer.OrdinalIgnoreCase) ? Arm.Baseline : null);
        _header = Header.Read(name, line, names, _arm, problems);
        return _header is null ? null : NewReader(problems);
    }

    private RowReader NewReader(ProblemLog problems) => new(name, _header!, _arm, _policies, problems);

    /// <summary>Takes what came of one row.</summary>
    /// <returns>Whether more may come.</returns>
    private bool TakeOne(RowReader reader, long line)
    {
        if (!Take(reader))
        {
            return false;
        }

        if (table.IsOverflowing)
        {
            log.Add(name, line, 0, "", $"more than {SeriesTable.MostRows:N0} rows that must be kept: raw observations (kind: samples, without cluster, warmup, outliers or mean) are counted in buckets and may be any number; add up other kinds over longer intervals, or judge the metrics from several files", fatal: true);
            return false;
        }

        return true;
    }

    /// <summary>Takes all that was read.</summary>
    /// <returns>Whether there was room for its series.</returns>
    private bool Take(RowReader reader)
    {
        var all = reader.Series;
        foreach (ref readonly var row in reader.Rows)
        {
            var series = all[row.Series];
            if ((series.Rows ??= Find(series, row.Line)) is not { } rows)
            {
                return false;
            }

            rows.Add(row.Time, row.Value, row.Total, row.Bound, row.Line);
            if (series.Metric.Cluster >= 0)
            {
                rows.AddCluster(row.Cluster);
            }
        }

        reader.Clear();
        return true;
    }

    private SeriesRows? Find(FileSeries series, long line)
    {
        ref var rows = ref CollectionsMarshal.GetValueRefOrAddDefault(_series, (series.Metric.Name, series.Arm, series.Key), out _);
        if (rows is null && table.IsFull)
        {
            log.Add(name, line, 0, "", $"more than {SeriesTable.Most:N0} series: each set of labels ({Words.Shown(string.Join(", ", series.Metric.Labels.Select(l => _header!.Names[l])))}) is one; leave out columns that differ in every row, or name the user's key as cluster in the policy", fatal: true);
            return null;
        }

        return rows ??= table.Add(series.Metric.Name, series.Arm, series.Labels, series.Metric.Policy, name, line);
    }
}
