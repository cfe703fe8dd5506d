namespace CanaryJudge.Fixtures.Shapes;

/// <summary>Raw latencies with two humps: answers from a cache and answers that it had to fetch.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Baseline">Requests of the baseline.</param>
/// <param name="Canary">Requests of the canary.</param>
internal sealed record MixtureLatency(string Metric, int Baseline, int Canary) : IShape
{
    /// <summary>The share of requests that miss the cache.</summary>
    public double Misses { get; init; } = 0.2;

    /// <summary>The same in the canary; null: as in the baseline.</summary>
    public double? CanaryMisses { get; init; }

    /// <inheritdoc />
    public IEnumerable<Row> Rows(Chance chance)
    {
        foreach (var (arm, requests, misses) in new[] { ("baseline", Baseline, Misses), ("canary", Canary, CanaryMisses ?? Misses) })
        {
            for (var i = 0; i < requests; i++)
            {
                var at = chance.Between(0, 1800);
                var value = chance.Happens(misses) ? chance.LogNormal(140, 0.3) : chance.LogNormal(18, 0.25);
                yield return new(Row.At(at), arm, Metric, Row.Text(value));
            }
        }
    }
}
