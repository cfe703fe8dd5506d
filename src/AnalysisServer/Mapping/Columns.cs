using Google.Protobuf.Collections;

namespace CanaryJudge.AnalysisServer.Mapping;

/// <summary>Checks and copies the columns of one series.</summary>
/// <param name="violations">Collects what is wrong.</param>
/// <param name="path">The data's path: <c>series[3].points</c>.</param>
internal sealed class Columns(Violations violations, string path)
{
    /// <summary>Whole numbers above this are not exact in a double.</summary>
    public const double LargestWhole = 9_007_199_254_740_992;

    /// <summary>Notes a problem of one cell, or of a whole column.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="row">The row; null: the column.</param>
    /// <param name="message">What is wrong.</param>
    public void Add(string column, int? row, string message)
    {
        if (violations.Full)
        {
            violations.AddUnseen();
            return;
        }

        violations.Add(row is { } r ? $"{path}.{column}[{r}]" : $"{path}.{column}", message);
    }

    /// <summary>Requires one entry per row.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="found">Its entries.</param>
    /// <param name="rows">The rows, by the leading column.</param>
    /// <param name="leading">The leading column's name.</param>
    /// <returns>Whether they agree.</returns>
    public bool SameLength(string column, int found, int rows, string leading)
    {
        if (found == rows)
        {
            return true;
        }

        Add(column, null, $"{found:N0} entries for {rows:N0} of {leading}: every column has one entry per row.");
        return false;
    }

    /// <summary>Copies the times of interval data, which may not be left out.</summary>
    /// <param name="times">The column.</param>
    /// <param name="rows">The rows, by the leading column.</param>
    /// <param name="leading">The leading column's name.</param>
    /// <returns>The times, as they are.</returns>
    public long[] IntervalTimes(RepeatedField<long> times, int rows, string leading)
    {
        if (times.Count == 0 && rows > 0)
        {
            Add("time_unix_nano", null, "Times are missing: interval data need the start of each interval. Only samples may go without.");
        }
        else
        {
            SameLength("time_unix_nano", times.Count, rows, leading);
        }

        return Copy(times);
    }

    /// <summary>Copies whole numbers as doubles.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="values">The column.</param>
    /// <returns>The same numbers.</returns>
    public double[] Whole(string column, RepeatedField<ulong> values)
    {
        var copy = new double[values.Count];
        for (var i = 0; i < copy.Length; i++)
        {
            copy[i] = values[i];
            if (copy[i] > LargestWhole)
            {
                Add(column, i, $"{values[i]} is too large; the largest exact count is {LargestWhole:F0}.");
            }
        }

        return copy;
    }

    /// <summary>Copies a column.</summary>
    /// <typeparam name="T">The entries' type.</typeparam>
    /// <param name="values">The column.</param>
    /// <returns>The same entries.</returns>
    public static T[] Copy<T>(RepeatedField<T> values)
    {
        var copy = GC.AllocateUninitializedArray<T>(values.Count);
        values.CopyTo(copy, 0);
        return copy;
    }
}
