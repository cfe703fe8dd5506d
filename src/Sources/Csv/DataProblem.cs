namespace CanaryJudge.Sources.Csv;

/// <summary>A mistake in a data file.</summary>
/// <param name="File">The file, as the user named it.</param>
/// <param name="Line">From 1; 0: of the file as a whole.</param>
/// <param name="Column">The column of the table, from 1; 0: of the row as a whole.</param>
/// <param name="Value">What stands there, fit to print; may be empty.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
public sealed record DataProblem(string File, long Line, int Column, string Value, string Message);
