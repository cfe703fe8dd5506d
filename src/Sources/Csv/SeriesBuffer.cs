using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Csv;

/// <summary>The rows of one series while they are read, column by column.</summary>
/// <param name="arm">The arm.</param>
/// <param name="labels">The labels.</param>
/// <param name="first">Where its first row stands, for problems of the series as a whole.</param>
internal sealed class SeriesBuffer(Arm arm, IReadOnlyDictionary<string, string> labels, DataProblem first)
{
    private Column<double>? _totals;
    private Column<double>? _bounds;
    private Column<long>? _lines;
    private Column<ulong>? _keys;

    /// <summary>The arm.</summary>
    public Arm Arm => arm;

    /// <summary>The labels.</summary>
    public IReadOnlyDictionary<string, string> Labels => labels;

    /// <summary>The times; empty when the rows have none.</summary>
    public Column<long> Times { get; } = new();

    /// <summary>The values.</summary>
    public Column<double> Values { get; } = new();

    /// <summary>The file.</summary>
    public string File => first.File;

    /// <summary>Whether the rows have times; null before the first row.</summary>
    public bool? HasTimes { get; set; }

    /// <summary>A problem of the series as a whole, placed at its first row.</summary>
    public DataProblem Problem(string message) => first with { Message = message };

    /// <summary>Adds a time (unless the rows have none) and a value.</summary>
    public void Add(long time, double value)
    {
        if (Values.Count == Array.MaxLength)
        {
            throw new DataRefusedException(Problem("the series that begins here has more than 2,147,483,591 rows."));
        }

        Values.Add(value);
        if (HasTimes == true)
        {
            Times.Add(time);
        }
    }

    /// <summary>The newest row's total or exposure.</summary>
    public void AddTotal(double total) => (_totals ??= new()).PaddedTo(Values.Count - 1, double.NaN).Add(total);

    /// <summary>The newest row's upper bound and its line.</summary>
    public void AddBound(double bound, long line)
    {
        (_bounds ??= new()).PaddedTo(Values.Count - 1, double.NaN).Add(bound);
        (_lines ??= new()).PaddedTo(Values.Count - 1, line).Add(line);
    }

    /// <summary>The newest row's key.</summary>
    public void AddKey(ulong key) => (_keys ??= new()).Add(key);

    /// <summary>The totals; where no row has one, <paramref name="otherwise"/>.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="otherwise">For a series without totals.</param>
    public double[] TakeTotals(int rows, double otherwise) => (_totals ?? new()).PaddedTo(rows, _totals is null ? otherwise : double.NaN).Take();

    /// <summary>The upper bounds, NaN where a row has none.</summary>
    /// <param name="rows">The number of rows.</param>
    public double[] TakeBounds(int rows) => (_bounds ?? new()).PaddedTo(rows, double.NaN).Take();

    /// <summary>The lines, of rows with an upper bound.</summary>
    /// <param name="rows">The number of rows.</param>
    public long[] TakeLines(int rows) => (_lines ?? new()).PaddedTo(rows, 0).Take();

    /// <summary>The keys; empty without.</summary>
    public ulong[] TakeKeys() => _keys?.Take() ?? [];
}
