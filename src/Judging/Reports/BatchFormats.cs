using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Reports;

/// <summary>All formats of a batch by name, the terminal's first.</summary>
public static class BatchFormats
{
    /// <summary>The catalog.</summary>
    public static Catalog<IBatchFormat> All { get; } = new(new BatchReport(), new BatchMarkdown(), new BatchJUnit());
}
