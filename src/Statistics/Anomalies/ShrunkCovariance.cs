using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace CanaryJudge.Statistics.Anomalies;

/// <summary>Ledoit-Wolf covariance: the sample covariance, drawn to equal independent columns as far as its own noise calls for.</summary>
/// <remarks>
/// <para>Shapes: n rows of p values. Units: the columns should share one.</para>
/// <para>Method: S = Y'Y / n of the centred rows, t = trace(S) / p, delta = (|S|^2 - p t^2) / p,
/// beta = min(delta, (sum |y|^4 / n - |S|^2) / (n p)), rho = beta / delta, Sigma = (1 - rho) S + rho t I. A rho below 1e-6, where S may
/// be singular, counts as 1e-6.</para>
/// <para>Error: rounding (held to scikit-learn at 1e-8 by AnomalyVectorTests).</para>
/// <para>Source: O. Ledoit and M. Wolf, J. Multivariate Anal. 88 (2004) 365-411.</para>
/// </remarks>
public sealed class ShrunkCovariance
{
    private const double LeastShrinkage = 1e-6;

    private ShrunkCovariance(double[] mean, Matrix<double> sample, Matrix<double> shrunk, double shrinkage)
    {
        Mean = mean;
        Sample = sample;
        Shrunk = shrunk;
        Shrinkage = shrinkage;
    }

    /// <summary>The columns' means.</summary>
    public IReadOnlyList<double> Mean { get; }

    /// <summary>rho, in [0, 1].</summary>
    public double Shrinkage { get; }

    /// <summary>S, with divisor n.</summary>
    internal Matrix<double> Sample { get; }

    /// <summary>Sigma.</summary>
    internal Matrix<double> Shrunk { get; }

    /// <summary>Estimates the covariance.</summary>
    /// <param name="rows">At least one row; all of one length, finite.</param>
    /// <returns>Null where all columns are constant.</returns>
    public static ShrunkCovariance? Of(IReadOnlyList<double[]> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int n = rows.Count, p = rows[0].Length;
        var mean = Means(rows);
        var centred = DenseMatrix.Create(n, p, (i, j) => rows[i][j] - mean[j]);
        var sample = centred.TransposeThisAndMultiply(centred) / n;
        var level = sample.Trace() / p;
        if (!(level > 0))
        {
            return null;
        }

        double fourth = 0;
        for (var i = 0; i < n; i++)
        {
            double size = 0;
            for (var j = 0; j < p; j++)
            {
                size += centred[i, j] * centred[i, j];
            }

            fourth += size * size;
        }

        double size2 = sample.PointwiseMultiply(sample).ColumnSums().Sum();
        var delta = (size2 - (p * level * level)) / p;
        var beta = Math.Min(delta, ((fourth / n) - size2) / ((double)n * p));
        var shrinkage = delta > 0 ? Math.Max(beta / delta, 0) : 0;
        var used = Math.Max(shrinkage, LeastShrinkage);
        return new(mean, sample, (sample * (1 - used)) + (DenseMatrix.CreateIdentity(p) * (used * level)), shrinkage);
    }

    /// <summary>The variances along the principal directions of S, the largest first. O(p^3).</summary>
    /// <returns>p numbers, at least 0, that add up to the trace of S.</returns>
    public IReadOnlyList<double> Variances() => [.. Sample.Evd(Symmetricity.Symmetric).EigenValues.Select(v => Math.Max(0, v.Real)).OrderDescending()];

    /// <summary>A row less the means.</summary>
    /// <param name="row">One value per column.</param>
    /// <returns>A new row.</returns>
    public double[] Centre(ReadOnlySpan<double> row)
    {
        var centred = row.ToArray();
        for (var j = 0; j < centred.Length; j++)
        {
            centred[j] -= Mean[j];
        }

        return centred;
    }

    private static double[] Means(IReadOnlyList<double[]> rows)
    {
        var mean = new double[rows[0].Length];
        var column = new double[rows.Count];
        for (var j = 0; j < mean.Length; j++)
        {
            for (var i = 0; i < column.Length; i++)
            {
                column[i] = rows[i][j];
            }

            // Exact for a constant column, which must have no variance at all.
            mean[j] = Samples.Mean(column);
        }

        return mean;
    }
}
