namespace CanaryJudge.Fixtures.Shapes;

/// <summary>Another shape as a careless export gives it: rows out of order, some twice.</summary>
/// <param name="Inner">The shape that is disturbed.</param>
internal sealed record Disturbed(IShape Inner) : IShape
{
    /// <summary>The share of rows that come twice.</summary>
    public double Repeated { get; init; }

    /// <summary>Whether the repeated row has another value, so that the two contradict each other.</summary>
    public bool Conflicting { get; init; }

    /// <inheritdoc />
    public IEnumerable<Row> Rows(Chance chance)
    {
        var rows = new List<Row>();
        foreach (var row in Inner.Rows(chance))
        {
            rows.Add(row);
            if (chance.Happens(Repeated))
            {
                rows.Add(Conflicting ? row with { Value = row.Value + "1" } : row);
            }
        }

        // Fisher and Yates' shuffle.
        for (var i = rows.Count - 1; i > 0; i--)
        {
            var j = (int)(chance.Uniform() * (i + 1));
            (rows[i], rows[j]) = (rows[j], rows[i]);
        }

        return rows;
    }
}
