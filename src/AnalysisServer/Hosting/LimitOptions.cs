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

    /// <summary>How many analyses run at the same time.</summary>
    /// <value>From 1 to 1,000,000. The default is 20,000.</value>
    [Description("analyses that run at the same time")]
    [Range(1, 1_000_000)]
    public int MaxRunningAnalyses { get; set; } = 20_000;

    /// <summary>How many metrics the policy of an analysis names.</summary>
    /// <value>From 1 to 10,000. The default is 200.</value>
    [Description("most metrics of one analysis")]
    [Range(1, 10_000)]
    public int MaxMetricsPerAnalysis { get; set; } = 200;

    /// <summary>How many senders an analysis has data of.</summary>
    /// <value>From 1 to 100,000. The default is 1,000.</value>
    [Description("most producers of one analysis")]
    [Range(1, 100_000)]
    public int MaxProducersPerAnalysis { get; set; } = 1_000;

    /// <summary>How many values of an analysis wait for their bucket to close; of histograms all their counts.</summary>
    /// <value>From 1 to 1,000,000,000. The default is 5,000,000.</value>
    [Description("values of one analysis that wait for their bucket to close")]
    [Range(1, 1_000_000_000)]
    public int MaxOpenValuesPerAnalysis { get; set; } = 5_000_000;

    /// <summary>How many steps an analysis has.</summary>
    /// <value>From 1 to 1,000,000. The default is 1,000.</value>
    [Description("most steps of one analysis")]
    [Range(1, 1_000_000)]
    public int MaxStepsPerAnalysis { get; set; } = 1_000;

    /// <summary>The size of all batches that are being taken; streams wait for room, single calls are refused.</summary>
    /// <value>In bytes, from 1,024 to 2 GiB. The default is 256 MiB.</value>
    [Description("bytes of all batches that are being taken")]
    [Range(1024, int.MaxValue)]
    public int MaxIngestBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>How many writes wait for the store; more wait to be queued.</summary>
    /// <value>From 1 to 1,000,000. The default is 10,000.</value>
    [Description("writes that wait for the store")]
    [Range(1, 1_000_000)]
    public int MaxQueuedWrites { get; set; } = 10_000;

    /// <summary>How many watches are open at the same time.</summary>
    /// <value>From 1 to 1,000,000. The default is 10,000.</value>
    [Description("open watches at the same time")]
    [Range(1, 1_000_000)]
    public int MaxOpenWatches { get; set; } = 10_000;
}
