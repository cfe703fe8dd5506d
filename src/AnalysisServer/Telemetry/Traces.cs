using System.Diagnostics;

namespace CanaryJudge.AnalysisServer.Telemetry;

/// <summary>The spans of the way from a batch to its looks. Without a listener none are made.</summary>
internal static class Traces
{
    /// <summary>The name under which listeners find them.</summary>
    public const string Name = "CanaryJudge";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>Batches of one analysis, from their arrival to their acknowledgement.</summary>
    /// <param name="analysisId">The analysis.</param>
    /// <param name="batches">How many.</param>
    public static Activity? Ingest(string analysisId, int batches) => Begin("ingest", analysisId)?.SetTag("canaryjudge.batches", batches);

    /// <summary>Entries taken by their owner, with the looks that they bring.</summary>
    /// <param name="analysisId">The analysis.</param>
    public static Activity? Look(string analysisId) => Begin("look", analysisId);

    /// <summary>An append to an analysis' log.</summary>
    /// <param name="analysisId">The analysis.</param>
    /// <param name="entries">How many.</param>
    public static Activity? Append(string analysisId, int entries) => Begin("append", analysisId)?.SetTag("canaryjudge.entries", entries);

    private static Activity? Begin(string name, string analysisId) => Source.StartActivity(name)?.SetTag("canaryjudge.analysis", analysisId);
}
