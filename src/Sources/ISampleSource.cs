namespace CanaryJudge.Sources;

/// <summary>Reads what a metric system measured of both arms, piece by piece.</summary>
/// <remarks>
/// A reading that fails changes nothing: the next one begins where the last good one ended. A source that is opened at an earlier start gives the
/// same rows of interval data again, so an analysis counts them once. Not safe to share between threads.
/// </remarks>
public interface ISampleSource : IDisposable
{
    /// <summary>Reads what came since the last reading that succeeded; the first time, since the start.</summary>
    /// <param name="cancellation">Ends the reading; nothing is lost.</param>
    /// <returns>What was read, or why nothing was. Failures of the system behind the source never throw.</returns>
    Task<SourceReading> ReadAsync(CancellationToken cancellation);
}
