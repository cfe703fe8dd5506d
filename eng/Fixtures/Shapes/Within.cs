namespace CanaryJudge.Fixtures.Shapes;

/// <summary>A shape in one stratum.</summary>
/// <param name="Stratum">The stratum's name.</param>
/// <param name="Inner">What its data look like.</param>
internal sealed record Within(string Stratum, IShape Inner) : IShape
{
    /// <inheritdoc />
    public IEnumerable<Row> Rows(Chance chance) => Inner.Rows(chance).Select(row => row with { Stratum = Stratum });
}
