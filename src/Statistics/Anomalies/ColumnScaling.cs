namespace CanaryJudge.Statistics.Anomalies;

/// <summary>Brings metrics of any unit to one scale: the robust z of each column, within ten scales.</summary>
/// <remarks>
/// <para>Shapes: rows of p values. Units: any in, none out. Method: <see cref="RobustZ"/> by column, scale 1 for a constant column, cut off
/// at -10 and 10, so that one wild value does not rule a covariance. Error: rounding.</para>
/// <para>Source: P. J. Rousseeuw and M. Hubert, WIREs Data Mining Knowl. Discov. 8 (2018) e1236, section 2.</para>
/// </remarks>
public sealed class ColumnScaling
{
    private const double Limit = 10;

    private readonly RobustScale[] _columns;

    private ColumnScaling(RobustScale[] columns) => _columns = columns;

    /// <summary>Median and scale by column; the scale of a constant column is 1.</summary>
    public IReadOnlyList<RobustScale> Columns => _columns;

    /// <summary>The scaling that the rows suggest.</summary>
    /// <param name="rows">At least one row; all of one length, finite.</param>
    /// <returns>One scale per column.</returns>
    /// <exception cref="ArgumentException">There are no rows, or a value is not finite.</exception>
    public static ColumnScaling Of(IReadOnlyList<double[]> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
        {
            throw new ArgumentException("At least one row is needed; there is none.", nameof(rows));
        }

        var columns = new RobustScale[rows[0].Length];
        var column = new double[rows.Count];
        for (var j = 0; j < columns.Length; j++)
        {
            for (var i = 0; i < column.Length; i++)
            {
                column[i] = rows[i][j];
            }

            Samples.RequireFinite(column, nameof(rows));
            Samples.Sort(column);
            var scale = RobustZ.OfSorted(column);
            columns[j] = scale.Kind == ScaleKind.Constant ? scale with { Scale = 1 } : scale;
        }

        return new(columns);
    }

    /// <summary>Scales one row.</summary>
    /// <param name="row">One finite value per column.</param>
    /// <returns>A new row within [-10, 10].</returns>
    public double[] Apply(ReadOnlySpan<double> row)
    {
        var scaled = new double[row.Length];
        for (var j = 0; j < row.Length; j++)
        {
            scaled[j] = Math.Clamp(_columns[j].Z(row[j]), -Limit, Limit);
        }

        return scaled;
    }
}
