using System.Globalization;

namespace CanaryJudge.Fixtures.Shapes;

/// <summary>Another shape as other tools spell it: Unix seconds, and arms named control and experiment.</summary>
/// <param name="Inner">The shape that is respelled.</param>
internal sealed record Respelled(IShape Inner) : IShape
{
    /// <inheritdoc />
    public IEnumerable<Row> Rows(Chance chance) => Inner.Rows(chance).Select(row => row with
    {
        Time = DateTimeOffset.Parse(row.Time, CultureInfo.InvariantCulture).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        Arm = row.Arm == "canary" ? "experiment" : "control",
    });
}
