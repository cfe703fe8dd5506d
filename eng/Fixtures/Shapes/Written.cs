using System.Globalization;

namespace CanaryJudge.Fixtures.Shapes;

/// <summary>Values written down one by one, for cases whose data are given or trivial.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Baseline">The baseline's values, in order.</param>
/// <param name="Canary">The canary's values, in order.</param>
internal sealed record Written(string Metric, double[] Baseline, double[] Canary) : IShape
{
    /// <summary>Whether the values carry times, a minute apart; else they have only their order.</summary>
    public bool Timed { get; init; } = true;

    /// <summary>The total of every interval; empty: none.</summary>
    public string Total { get; init; } = "";

    /// <inheritdoc />
    public IEnumerable<Row> Rows(Chance chance)
    {
        foreach (var (arm, values) in new[] { ("baseline", Baseline), ("canary", Canary) })
        {
            for (var i = 0; i < values.Length; i++)
            {
                yield return new(Timed ? Row.At(i * 60) : "", arm, Metric, values[i].ToString(CultureInfo.InvariantCulture)) { Total = Total };
            }
        }
    }
}
