namespace CanaryJudge.Fixtures.Shapes;

/// <summary>Events out of requests, minute by minute, each request on its own: errors, or conversions.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Minutes">The length of the window.</param>
/// <param name="Rate">The baseline's share of events.</param>
internal sealed record SteadyRatio(string Metric, int Minutes, double Rate) : IShape
{
    /// <summary>The canary's share; null: as in the baseline.</summary>
    public double? CanaryRate { get; init; }

    /// <summary>Requests a minute, on average.</summary>
    public (double Baseline, double Canary) Requests { get; init; } = (2_000, 2_000);

    /// <inheritdoc />
    public IEnumerable<Row> Rows(Chance chance)
    {
        foreach (var (arm, requests, rate) in new[] { ("baseline", Requests.Baseline, Rate), ("canary", Requests.Canary, CanaryRate ?? Rate) })
        {
            for (var minute = 0; minute < Minutes; minute++)
            {
                var total = chance.Poisson(requests);
                yield return new(Row.At(minute * 60), arm, Metric, $"{chance.Binomial(total, rate)}") { Total = $"{total}" };
            }
        }
    }
}
