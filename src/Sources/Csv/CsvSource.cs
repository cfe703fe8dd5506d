using CanaryJudge.Judging.Model;

namespace CanaryJudge.Sources.Csv;

/// <summary>One CSV text.</summary>
/// <param name="Name">The name that problems show.</param>
/// <param name="Open">Opens it; called once, the stream is closed after reading. May throw what opening a file throws.</param>
/// <param name="Arm">The arm of a file of a pair; null: a column <c>arm</c> says it.</param>
public sealed record CsvSource(string Name, Func<Stream> Open, Arm? Arm);
