using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using Lanes = System.Numerics.Vector<double>;

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

    private readonly double[] _sample;
    private readonly double _shrunkBy;
    private readonly double _level;

    private ShrunkCovariance(double[] mean, double[] sample, double level, double shrinkage)
    {
        Mean = mean;
        _sample = sample;
        _level = level;
        _shrunkBy = Math.Max(shrinkage, LeastShrinkage);
        Shrinkage = shrinkage;
    }

    /// <summary>The columns' means.</summary>
    public IReadOnlyList<double> Mean { get; }

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
        double[] sample = new double[p * p], centred = new double[p];
        double fourth = 0;
        foreach (var row in rows)
        {
            double size = 0;
            for (var j = 0; j < p; j++)
            {
                centred[j] = row[j] - mean[j];
                size += centred[j] * centred[j];
            }

            fourth += size * size;
            for (var j = 0; j < p; j++)
            {
                AddTo(sample.AsSpan(j * p, j + 1), centred, centred[j]);
            }
        }

        double trace = 0, size2 = 0;
        for (var j = 0; j < p; j++)
        {
            for (var k = 0; k <= j; k++)
            {
                var value = sample[(j * p) + k] / n;
                (sample[(j * p) + k], sample[(k * p) + j]) = (value, value);
                size2 += (j == k ? 1 : 2) * value * value;
            }

            trace += sample[(j * p) + j];
        }

        var level = trace / p;
        if (!(level > 0))
        {
            return null;
        }

        var delta = (size2 - (p * level * level)) / p;
        var beta = Math.Min(delta, ((fourth / n) - size2) / ((double)n * p));
        return new(mean, sample, level, delta > 0 ? Math.Max(beta / delta, 0) : 0);
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
                AddTo(line.AsSpan(0, j), factor.AsSpan(j * p, j), -line[j]);
            }

            line.CopyTo(inverse, column * p);
        }

        return inverse;
    }

    /// <summary>L of Sigma = L L'. Sigma is positive definite: S is not negative, and rho t is above 0.</summary>
    private double[] Factor()
    {
        var p = Mean.Count;
        var factor = new double[p * p];
        for (var j = 0; j < p; j++)
        {
            for (var k = 0; k <= j; k++)
            {
                var rest = (_sample[(j * p) + k] * (1 - _shrunkBy)) + (j == k ? _shrunkBy * _level : 0);
                for (var i = 0; i < k; i++)
                {
                    rest -= factor[(j * p) + i] * factor[(k * p) + i];
                }

                factor[(j * p) + k] = j == k ? Math.Sqrt(rest) : rest / factor[(k * p) + k];
            }
        }

        return factor;
    }

    /// <summary>sums += factor * values, element by element: whatever the width of a vector, the same bits.</summary>
    private static void AddTo(Span<double> sums, ReadOnlySpan<double> values, double factor)
    {
        var i = 0;
        for (; i <= sums.Length - Lanes.Count; i += Lanes.Count)
        {
            (new Lanes(sums[i..]) + (new Lanes(values[i..]) * factor)).CopyTo(sums[i..]);
        }

        for (; i < sums.Length; i++)
        {
            sums[i] += values[i] * factor;
        }
    }

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
