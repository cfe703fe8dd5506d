namespace CanaryJudge.Sources.Prometheus;

/// <summary>A query that gave nothing usable; carries the reading to answer with.</summary>
internal sealed class QueryFailedException(SourceReading reading) : Exception
{
    /// <summary>What to answer.</summary>
    public SourceReading Reading { get; } = reading;
}
