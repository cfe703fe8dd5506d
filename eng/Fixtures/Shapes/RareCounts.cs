namespace CanaryJudge.Fixtures.Shapes;

/// <summary>Rare events per minute, each on its own: restarts, long pauses.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Minutes">The length of the window.</param>
/// <param name="Rate">Events a minute in the baseline.</param>
internal sealed record RareCounts(string Metric, int Minutes, double Rate) : IShape
{
    /// <summary>Events a minute in the canary; null: as in the baseline.</summary>
    public double? CanaryRate { get; init; }

    /// <inheritdoc />
    public IEnumerable<Row> Rows(Chance chance)
    {
        foreach (var (arm, rate) in new[] { ("baseline", Rate), ("canary", CanaryRate ?? Rate) })
        {
            for (var minute = 0; minute < Minutes; minute++)
            {
                yield return new(Row.At(minute * 60), arm, Metric, $"{chance.Poisson(rate)}");
            }
        }
    }
}
