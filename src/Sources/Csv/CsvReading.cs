using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Csv;

/// <summary>What became of the data.</summary>
/// <param name="Snapshot">The series, by metric, arm and labels in ordinal order; null when the data are refused. Without rows it has no series.</param>
/// <param name="Problems">The first problems (20 unless set otherwise), in the order read. With a snapshot they are those of rows that were left out.</param>
/// <param name="MoreProblems">How many more there were.</param>
/// <param name="Rows">Rows read.</param>
/// <param name="SkippedRows">Rows that could not be read.</param>
public sealed record CsvReading(Snapshot? Snapshot, IReadOnlyList<DataProblem> Problems, long MoreProblems, long Rows, long SkippedRows);
