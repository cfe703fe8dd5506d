namespace CanaryJudge.Sources.Csv;

/// <summary>Fills what it can; 0: the end.</summary>
/// <param name="to">Filled from the beginning.</param>
/// <returns>How many bytes.</returns>
internal delegate int ReadBytes(Span<byte> to);
