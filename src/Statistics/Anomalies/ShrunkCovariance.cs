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
/// <para>Sums are taken row by row on one thread: the same bits on every machine, and no other core is woken for the ten
/// columns that a run usually has.</para>
/// <para>Source: O. Ledoit and M. Wolf, J. Multivariate Anal. 88 (2004) 365-411.</para>
/// </remarks>
public sealed class ShrunkCovariance
{
    private const double LeastShrinkage = 1e-6;

    private readonly double[] _mean;

    private readonly double[] _sample;
    private readonly double _level;

    private ShrunkCovariance(double[] mean, double[] sample, double level, double shrinkage)
    {
        _mean = mean;
        _sample = sample;
        _level = level;
        Shrinkage = shrinkage;
    }

    /// <summary>The columns' means.</summary>
    public IReadOnlyList<double> Mean => _mean;

    /// <summary>rho, in [0, 1].</summary>
    public double Shrinkage { get; }

    /// <summary>Estimates the covariance.</summary>
    /// <param name="rows">At least one row; all of one length, finite.</param>
    /// <returns>Null where all columns are constant.</returns>
    public static ShrunkCovariance? Of(IReadOnlyList<double[]> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int n = rows.Count, p = rows[0].Length;
        var mean = Means(rows);
        var (products, fourth) = Products(rows, mean);
        double level = 0, size2 = 0;
        for (var j = 0; j < p; j++)
        {
            for (var k = 0; k < j; k++)
            {
                var covariance = products[(j * p) + k] / n;
                (products[(j * p) + k], products[(k * p) + j]) = (covariance, covariance);
                size2 += 2 * covariance * covariance;
            }

            var variance = products[(j * p) + j] /= n;
            size2 += variance * variance;
            level += variance / p;
        }

        if (!(level > 0))
        {
            return null;
        }

        var delta = (size2 - (p * level * level)) / p;
        var beta = Math.Min(delta, ((fourth / n) - size2) / ((double)n * p));
        return new(mean, products, level, delta > 0 ? Math.Max(beta / delta, 0) : 0);
    }

    /// <summary>The variances along the principal directions of S, the largest first. O(p^3).</summary>
    /// <returns>p numbers, at least 0, that add up to the trace of S.</returns>
    public IReadOnlyList<double> Variances() =>
    [
        .. new DenseMatrix(Mean.Count, Mean.Count, [.. _sample]).Evd(Symmetricity.Symmetric).EigenValues.Select(v => Math.Max(0, v.Real)).OrderDescending(),
    ];

    /// <summary>The inverse of Sigma, by Cholesky's factors. O(p^3).</summary>
    /// <returns>p rows of p values, one after the other.</returns>
    internal double[] Inverse()
    {
        var p = Mean.Count;
        double[] factor = Factor(), inverse = new double[p * p], line = new double[p];
        for (var column = 0; column < p; column++)
        {
            // L z = e, which is 0 above its own row, then L' x = z.
            Array.Clear(line);
            line[column] = 1;
            for (var j = column; j < p; j++)
            {
                for (var k = column; k < j; k++)
                {
                    line[j] -= factor[(j * p) + k] * line[k];
                }

                line[j] /= factor[(j * p) + j];
            }

            for (var j = p - 1; j >= 0; j--)
            {
                line[j] /= factor[(j * p) + j];
                Lines.Add(-line[j], factor.AsSpan(j * p, j), line.AsSpan(0, j));
            }

            line.CopyTo(inverse, column * p);
        }

        return inverse;
    }

    /// <summary>L of Sigma = L L'. Sigma is positive definite: S is not negative, and rho t is above 0.</summary>
    private double[] Factor()
    {
        var p = Mean.Count;
        var used = Math.Max(Shrinkage, LeastShrinkage);
        var factor = new double[p * p];
        for (var j = 0; j < p; j++)
        {
            for (var k = 0; k <= j; k++)
            {
                var rest = ((1 - used) * _sample[(j * p) + k]) + (j == k ? used * _level : 0);
                for (var i = 0; i < k; i++)
                {
                    rest -= factor[(j * p) + i] * factor[(k * p) + i];
                }

                factor[(j * p) + k] = j == k ? Math.Sqrt(rest) : rest / factor[(k * p) + k];
            }
        }

        return factor;
    }

    /// <summary>A row less the means.</summary>
    /// <param name="row">One value per column.</param>
    /// <returns>A new row.</returns>
    public double[] Centre(ReadOnlySpan<double> row)
    {
        var centred = new double[row.Length];
        Centre(row, centred);
        return centred;
    }

    /// <summary>A row less the means.</summary>
    /// <param name="row">One value per column.</param>
    /// <param name="centred">Filled; of the length of the row.</param>
    public void Centre(ReadOnlySpan<double> row, Span<double> centred)
    {
        for (var j = 0; j < row.Length; j++)
        {
            centred[j] = row[j] - _mean[j];
        }
    }

    /// <summary>The sums of the columns' products, by rows below the diagonal and on it, and of the rows' fourth powers.</summary>
    private static (double[] Products, double Fourth) Products(IReadOnlyList<double[]> rows, double[] mean)
    {
        var p = mean.Length;
        var products = new double[p * p];
        var centred = new double[p];
        double fourth = 0;
        foreach (var row in rows)
        {
            double size = 0;
            for (var j = 0; j < p; j++)
            {
                centred[j] = row[j] - mean[j];
                size += centred[j] * centred[j];
                Lines.Add(centred[j], centred.AsSpan(0, j + 1), products.AsSpan(j * p, j + 1));
            }

            fourth += size * size;
        }

        return (products, fourth);
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
