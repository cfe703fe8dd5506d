namespace CanaryJudge.Statistics.Anomalies;

/// <summary>Joint distance: do the metrics of a row keep the company that they usually keep?</summary>
/// <remarks>
/// <para>Shapes: rows of p scaled values. Units: none.</para>
/// <para>Method: squared Mahalanobis distance y' Sigma^-1 y from the mean with the <see cref="ShrunkCovariance"/>; metric j contributes
/// y_j (Sigma^-1 y)_j, which add up to the distance and may be negative one by one.</para>
/// <para>Error: rounding (held to scikit-learn at 1e-8 by AnomalyVectorTests); duplicated columns and fewer rows than columns are bearable.</para>
/// <para>Source: P. C. Mahalanobis, Proc. Natl. Inst. Sci. India 2 (1936) 49-55; contributions: R. L. Mason, N. D. Tracy and
/// J. C. Young, J. Qual. Technol. 27 (1995) 99-108.</para>
/// </remarks>
public sealed class JointDistance : IAnomalyDetector
{
    private const int MostOnStack = 128;

    /// <inheritdoc />
    public string Name => "distance";

    /// <inheritdoc />
    public IAnomalyModel? Fit(IReadOnlyList<double[]> rows, CancellationToken cancellation)
    {
        if (ShrunkCovariance.Of(rows) is not { } covariance)
        {
            return null;
        }

        cancellation.ThrowIfCancellationRequested();
        return new Model(covariance, covariance.Inverse());
    }

    private sealed class Model(ShrunkCovariance covariance, double[] inverse) : IAnomalyModel
    {
        public double? Shrinkage => covariance.Shrinkage;

        public double Score(ReadOnlySpan<double> row, Span<double> contributions)
        {
            var p = row.Length;
            Span<double> scratch = p <= MostOnStack ? stackalloc double[2 * p] : new double[2 * p];
            Span<double> y = scratch[..p], solved = scratch[p..];
            covariance.Centre(row, y);
            for (var j = 0; j < p; j++)
            {
                Lines.Add(y[j], inverse.AsSpan(j * p, p), solved);
            }

            double distance = 0;
            for (var j = 0; j < p; j++)
            {
                contributions[j] = y[j] * solved[j];
                distance += contributions[j];
            }

            return Math.Max(0, distance);
        }
    }
}
