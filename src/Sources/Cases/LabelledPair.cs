using CanaryJudge.Judging.Config;
using CanaryJudge.Sources.Csv;

namespace CanaryJudge.Sources.Cases;

/// <summary>One line of a labelled folder's <c>index.csv</c>: two arms, the metric that the label rests on, and what is right.</summary>
public sealed record LabelledPair
{
    /// <summary>The pair's name.</summary>
    public required string Id { get; init; }

    /// <summary>The file of the baseline; also the canary's when both are the same.</summary>
    public required string BaselinePath { get; init; }

    /// <summary>The file of the canary.</summary>
    public required string CanaryPath { get; init; }

    /// <summary>The metric that is judged.</summary>
    public required string Metric { get; init; }

    /// <summary>Its kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Which way is worse.</summary>
    public Direction Direction { get; init; }

    /// <summary>Whether the canary is at fault.</summary>
    public bool IsFault { get; init; }

    /// <summary>How the arms were made; may be empty.</summary>
    public string Construction { get; init; } = "";

    /// <summary>Whether the arms may stand for each other: <c>yes</c>, <c>near</c>, <c>no</c>, or empty.</summary>
    public string Exchangeable { get; init; } = "";

    /// <summary>How plainly a fault shows: <c>clear</c>, <c>weak</c>, or empty.</summary>
    public string Strength { get; init; } = "";

    /// <summary>The rules by which it is judged: its main metric alone, with the defaults.</summary>
    public Policy Policy => new() { Name = Id, Metrics = [new() { Name = Metric, Kind = Kind, Direction = Direction }] };

    /// <summary>Reads its data.</summary>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public CsvReading Read(CancellationToken cancellation) => BaselinePath == CanaryPath
        ? CsvData.Read(BaselinePath, Policy, new(), cancellation)
        : CsvData.ReadPair(BaselinePath, CanaryPath, Policy, new(), cancellation);
}
