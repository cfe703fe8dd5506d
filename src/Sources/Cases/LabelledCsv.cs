using CanaryJudge.Sources.Csv;
using CanaryJudge.Sources.Policies;
using Sylvan.Data.Csv;

namespace CanaryJudge.Sources.Cases;

/// <summary>Reads the small tables of a labelled folder, column by name.</summary>
internal static class LabelledCsv
{
    /// <summary>One cell of a row by its column; empty where the row or the table has none.</summary>
    internal delegate string Cell(string column);

    /// <summary>Reads a file row by row.</summary>
    /// <param name="file">The file.</param>
    /// <param name="log">Takes what is wrong.</param>
    /// <param name="header">Gets the columns, null of a file without any row, and says whether to read rows: never of such a file.</param>
    /// <param name="row">Gets the line and the cells, and says whether to go on.</param>
    /// <param name="wanted">Said where the file cannot be read, after the reason.</param>
    public static void Read(string file, ProblemLog log, Func<string[]?, bool> header, Func<long, Cell, bool> row, string wanted = "")
    {
        try
        {
            using var text = new StreamReader(file);
            using var csv = CsvDataReader.Create(text, new CsvDataReaderOptions { HasHeaders = false, Delimiter = ',', MaxBufferSize = 1 << 20 });
            string[]? names = csv.Read() ? [.. Enumerable.Range(0, csv.RowFieldCount).Select(i => csv.GetString(i).Trim().Trim('\uFEFF'))] : null;
            var goesOn = header(names);
            for (var line = 2L; goesOn && csv.Read(); line++)
            {
                goesOn = row(line, column => Array.IndexOf(names!, column) is var at and >= 0 && at < csv.RowFieldCount ? csv.GetString(at).Trim() : "");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Add(file, 0, 0, "", $"cannot be read: {SmallFile.Reason(e)}{wanted}", fatal: true);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            log.Add(file, 0, 0, "", $"is not CSV: {e.Message}", fatal: true);
        }
    }
}
