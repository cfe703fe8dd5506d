using System.Globalization;

namespace CanaryJudge.Fixtures.Shapes;

/// <summary>One published table: events out of a total, of both arms.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Baseline">The baseline's events and total.</param>
/// <param name="Canary">The canary's events and total.</param>
internal sealed record Table(string Metric, (int Events, int Total) Baseline, (int Events, int Total) Canary) : IShape
{
    /// <inheritdoc />
    public IEnumerable<Row> Rows(Chance chance) => [Of("baseline", Baseline), Of("canary", Canary)];

    private Row Of(string arm, (int Events, int Total) cell) =>
        new(Row.At(0), arm, Metric, cell.Events.ToString(CultureInfo.InvariantCulture)) { Total = cell.Total.ToString(CultureInfo.InvariantCulture) };
}
