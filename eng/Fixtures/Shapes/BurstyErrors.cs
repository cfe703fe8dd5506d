namespace CanaryJudge.Fixtures.Shapes;

/// <summary>Errors out of requests, minute by minute, in bursts: some minutes of either arm are bad, each on its own.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Minutes">The length of the window.</param>
internal sealed record BurstyErrors(string Metric, int Minutes) : IShape
{
    /// <summary>Requests a minute and arm, on average.</summary>
    public double Requests { get; init; } = 600;

    /// <summary>The share of errors in a good minute.</summary>
    public double Rate { get; init; } = 0.005;

    /// <summary>The share of minutes that are bad.</summary>
    public double Bad { get; init; } = 0.1;

    /// <summary>The share of errors in a bad minute.</summary>
    public double BadRate { get; init; } = 0.02;

    /// <summary>Minutes of the canary in which a release's own burst happens: first, and first after it.</summary>
    public (int From, int To) Burst { get; init; }

    /// <summary>The share of errors in that burst.</summary>
    public double BurstRate { get; init; } = 0.08;

    /// <inheritdoc />
    public IEnumerable<Row> Rows(Chance chance)
    {
        foreach (var arm in Row.Arms)
        {
            for (var minute = 0; minute < Minutes; minute++)
            {
                var rate = arm == "canary" && minute >= Burst.From && minute < Burst.To ? BurstRate : chance.Happens(Bad) ? BadRate : Rate;
                var total = chance.Poisson(Requests);
                yield return new(Row.At(minute * 60), arm, Metric, $"{chance.Binomial(total, rate)}") { Total = $"{total}" };
            }
        }
    }
}
