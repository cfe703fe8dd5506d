namespace CanaryJudge.Fixtures.Shapes;

/// <summary>A percentage that sits at its ceiling: 100 in most minutes, now and then a little less.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Minutes">The length of the window.</param>
internal sealed record Availability(string Metric, int Minutes) : IShape
{
    /// <summary>What the canary lacks on average, in percentage points; 0: it is as the baseline.</summary>
    public double Lacking { get; init; }

    /// <inheritdoc />
    public IEnumerable<Row> Rows(Chance chance)
    {
        foreach (var arm in Row.Arms)
        {
            for (var minute = 0; minute < Minutes; minute++)
            {
                var dip = chance.Happens(0.1) ? chance.Between(0.05, 0.4) : 0;
                var lacking = arm == "canary" && Lacking > 0 ? Math.Max(0, Lacking + chance.Normal()) : 0;
                yield return new(Row.At(minute * 60), arm, Metric, Row.Text(100 - dip - lacking));
            }
        }
    }
}
