using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace CanaryJudge.AnalysisServer.Hosting;

/// <summary>What one caller may ask for. Configuration section: "Limits".</summary>
public sealed class LimitOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Limits";

    /// <summary>The size of one request, as a message and as JSON.</summary>
    /// <value>In bytes, from 1,024 to 512 MiB. The default is 64 MiB.</value>
    [Description("largest request in bytes")]
    [Range(1024, 512 * 1024 * 1024)]
    public int MaxMessageBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The values of one series (rows; for histograms all their counts).</summary>
    /// <value>From 1 to 100,000,000. The default is 5,000,000.</value>
    [Description("most values of one series")]
    [Range(1, 100_000_000)]
    public int MaxValuesPerSeries { get; set; } = 5_000_000;

    /// <summary>The series of one request.</summary>
    /// <value>From 1 to 1,000,000. The default is 2,000.</value>
    [Description("most series of one request")]
    [Range(1, 1_000_000)]
    public int MaxSeriesPerRequest { get; set; } = 2_000;

    /// <summary>The metrics of one request.</summary>
    /// <value>From 1 to 1,000,000. The default is 1,000.</value>
    [Description("most metrics of one request")]
    [Range(1, 1_000_000)]
    public int MaxMetricsPerRequest { get; set; } = 1_000;

    /// <summary>How many evaluations run at the same time; each takes a core.</summary>
    /// <value>From 1 to 1,024. The default is the number of cores.</value>
    [Description("evaluations at the same time")]
    [Range(1, 1024)]
    public int MaxConcurrentEvaluations { get; set; } = Math.Min(Environment.ProcessorCount, 1024);

    /// <summary>How many evaluations of single calls wait for a turn; one more is refused.</summary>
    /// <value>From 0 to 100,000. The default is 64.</value>
    [Description("evaluations of single calls that wait for a turn")]
    [Range(0, 100_000)]
    public int MaxQueuedEvaluations { get; set; } = 64;

    /// <summary>How many questions of one stream are read and not yet answered; the next is read when one is answered.</summary>
    /// <value>From 1 to 1,024. The default is 8.</value>
    [Description("questions of one stream at the same time")]
    [Range(1, 1024)]
    public int MaxInFlightPerStream { get; set; } = 8;

    /// <summary>How many streams are open at the same time.</summary>
    /// <value>From 1 to 100,000. The default is 100.</value>
    [Description("open streams at the same time")]
    [Range(1, 100_000)]
    public int MaxOpenStreams { get; set; } = 100;
}
