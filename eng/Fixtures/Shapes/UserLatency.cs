namespace CanaryJudge.Fixtures.Shapes;

/// <summary>Raw latencies of users, each with a level of his own, so that the requests of one user are alike.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Users">Users in each arm.</param>
/// <param name="Requests">Requests of each user.</param>
internal sealed record UserLatency(string Metric, int Users, int Requests) : IShape
{
    /// <summary>The share of the canary's users who hit a broken pool ...</summary>
    public double Broken { get; init; }

    /// <summary>... and wait so many times as long.</summary>
    public double Factor { get; init; } = 4;

    /// <summary>All requests of a user fall into this many seconds, and no key says whose they are; null: they are spread over the run.</summary>
    public double? Session { get; init; }

    /// <inheritdoc />
    public IEnumerable<Row> Rows(Chance chance)
    {
        foreach (var arm in Row.Arms)
        {
            for (var user = 0; user < Users; user++)
            {
                var level = chance.LogNormal(90, 0.2) * (chance.Happens(Broken) && arm == "canary" ? Factor : 1);
                var begun = Session is { } length ? chance.Between(0, 1800 - length) : 0;
                for (var i = 0; i < Requests; i++)
                {
                    var at = begun + chance.Between(0, Session ?? 1800);
                    yield return new(Row.At(at), arm, Metric, Row.Text(chance.LogNormal(level, 0.3))) { User = Session is null ? $"{arm[0]}{user:000}" : "" };
                }
            }
        }
    }
}
