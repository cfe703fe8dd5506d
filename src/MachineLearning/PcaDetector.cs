using CanaryJudge.Statistics.Anomalies;

namespace CanaryJudge.MachineLearning;

/// <summary>Subspace: do the metrics of a row keep the relations in which they usually move, and move no farther than usual?</summary>
/// <remarks>
/// <para>Shapes: n rows of p scaled values. Units: none.</para>
/// <para>Method: the principal directions that hold 90% of the variance (at most p - 1), by ML.NET's randomized PCA. Of a centred row, Q is
/// the squared part outside them and T2 the squared parts along them, each over its variance; the score is Q over its median of the
/// training rows plus T2 over its own. A metric contributes the square of its part outside. ML.NET's own score, sqrt(Q / |y|^2), is
/// not used: it is blind to size.</para>
/// <para>Error: 1e-5 relative to exact arithmetic, since ML.NET computes in single precision (measured by PcaDetectorTests against
/// scikit-learn); the same seed gives the same bits.</para>
/// <para>Source: J. E. Jackson and G. S. Mudholkar, Technometrics 21 (1979) 341-349; N. Halko, P. G. Martinsson and J. A. Tropp, SIAM
/// Review 53 (2011) 217-288.</para>
/// </remarks>
public sealed class PcaDetector : IAnomalyDetector
{
    /// <summary>The part of the variance that the subspace holds.</summary>
    private const double Held = 0.9;

    /// <summary>Further directions that are looked for, so that the wanted ones come out exactly.</summary>
    private const int Oversampling = 20;

    /// <summary>A direction with a smaller part of the largest variance than this drowns in single precision.</summary>
    private const double Visible = 1e-10;

    /// <inheritdoc />
    public string Name => "pca";

    /// <inheritdoc />
    public IAnomalyModel? Fit(IReadOnlyList<double[]> rows, CancellationToken cancellation)
    {
        if (ShrunkCovariance.Of(rows) is not { } covariance)
        {
            return null;
        }

        cancellation.ThrowIfCancellationRequested();
        return Fit(rows, covariance, Rank(covariance.Variances()));
    }

    internal static PcaModel Fit(IReadOnlyList<double[]> rows, ShrunkCovariance covariance, int rank)
    {
        double[][] centred = [.. rows.Select(row => covariance.Centre(row))];

        // ML.NET fails where it looks for more directions than single precision can tell from none.
        var variances = covariance.Variances();
        var there = variances.Count(v => v > Visible * variances[0]);
        return new(covariance, Subspace.Of(centred, Math.Min(rank, there), Math.Min(Oversampling, there - Math.Min(rank, there))), centred);
    }

    /// <summary>The fewest directions that hold 90% of the variance; at most p - 1, so that something is left outside.</summary>
    private static int Rank(IReadOnlyList<double> variances)
    {
        var total = variances.Sum();
        var rank = 1;
        for (var held = variances[0]; held < Held * total && rank < variances.Count - 1; rank++)
        {
            held += variances[rank];
        }

        return rank;
    }
}
