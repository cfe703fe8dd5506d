using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Csv;

/// <summary>Reads the numbers of rows.</summary>
internal static class RowNumber
{
    /// <summary>Reads a number; an empty field is NaN. False, with a problem, when it is none.</summary>
    public static bool TryRead(RecordReader records, int field, string column, DataProblems problems, out double number)
    {
        var text = records[field];
        number = double.NaN;
        if (text.IsEmpty || NumberText.TryRead(text, out number))
        {
            return true;
        }

        problems.BadRow(records.Problem(field, Why(column, Words.Shown(text))));
        return false;
    }

    private static string Why(string column, string shown) => shown.Contains(',', StringComparison.Ordinal) && shown.AsSpan().ContainsAnyInRange('0', '9')
        ? $"{Words.Shown(column)} \"{shown}\" holds a comma; write numbers with a decimal point and without separators: 1234.5."
        : $"{Words.Shown(column)} \"{shown}\" is not a number.";
}
