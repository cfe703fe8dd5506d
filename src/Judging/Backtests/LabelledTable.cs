namespace CanaryJudge.Judging.Backtests;

/// <summary>Many metrics of one thing, minute by minute, whose faults are known.</summary>
/// <param name="Id">The table's name.</param>
/// <param name="Metrics">The metrics' names.</param>
/// <param name="At">The time of each row, Unix nanoseconds, rising.</param>
/// <param name="Rows">One value per metric; NaN: none.</param>
/// <param name="Labels">Of each row 0: clean, 1: faulty, 2: left out of scoring.</param>
/// <param name="QuietFrom">Nothing was wrong from here on; null: healthy canaries are not tried.</param>
public sealed record LabelledTable(string Id, string[] Metrics, long[] At, double[][] Rows, int[] Labels, long? QuietFrom);
