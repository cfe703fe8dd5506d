using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Csv;

/// <summary>A series as a reader of rows met it: one metric, arm and set of labels.</summary>
/// <param name="metric">The metric.</param>
/// <param name="arm">The arm.</param>
/// <param name="labels">The labels that are not empty.</param>
/// <param name="key">The same for the same labels of one file, and for no others.</param>
/// <param name="number">Its position among the reader's.</param>
internal sealed class FileSeries(FileMetric metric, Arm arm, IReadOnlyDictionary<string, string> labels, string key, int number)
{
    public FileMetric Metric { get; } = metric;

    public Arm Arm { get; } = arm;

    public IReadOnlyDictionary<string, string> Labels { get; } = labels;

    public string Key { get; } = key;

    public int Number { get; } = number;

    /// <summary>The rows of the case, once one was taken.</summary>
    public SeriesRows? Rows { get; set; }
}
