using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Anomalies;

namespace CanaryJudge.MachineLearning;

/// <summary>A fitted subspace with the usual sizes of what lies outside and along it.</summary>
internal sealed class PcaModel : IAnomalyModel
{
    private const double LeastVariance = 1e-12;

    /// <summary>Where rows lie in the subspace exactly, the part outside is the noise of single precision: squares of 1e-6.</summary>
    private const double LeastOutside = 1e-9;

    private readonly ShrunkCovariance _covariance;
    private readonly double[][] _directions;
    private readonly double[] _variances;

    internal PcaModel(ShrunkCovariance covariance, double[][] directions, IReadOnlyList<double[]> centred)
    {
        _covariance = covariance;
        _directions = directions;
        _variances = [.. directions.Select(v => Math.Max(LeastVariance, centred.Average(y => Along(v, y) * Along(v, y))))];
        var parts = new double[centred[0].Length];
        var sizes = centred.Select(y => Parts([.. y], parts)).ToArray();
        MedianQ = Math.Max(LeastOutside, Median(sizes.Select(s => s.Q)));
        MedianT2 = Math.Max(LeastVariance, Median(sizes.Select(s => s.T2)));
    }

    public double? Shrinkage => null;

    internal double MedianQ { get; }

    internal double MedianT2 { get; }

    public double Score(ReadOnlySpan<double> row, Span<double> contributions)
    {
        var (q, t2) = Parts(_covariance.Centre(row), contributions);
        return (q / MedianQ) + (t2 / MedianT2);
    }

    /// <summary>Takes the subspace off a centred row.</summary>
    /// <param name="y">Centred; becomes what lies outside.</param>
    /// <param name="squares">Filled with the squares of what lies outside.</param>
    internal (double Q, double T2) Parts(double[] y, Span<double> squares)
    {
        double q = 0, t2 = 0;
        var along = Array.ConvertAll(_directions, v => Along(v, y));
        for (var k = 0; k < _directions.Length; k++)
        {
            t2 += along[k] * along[k] / _variances[k];
            for (var j = 0; j < y.Length; j++)
            {
                y[j] -= along[k] * _directions[k][j];
            }
        }

        for (var j = 0; j < y.Length; j++)
        {
            squares[j] = y[j] * y[j];
            q += squares[j];
        }

        return (q, t2);
    }

    private static double Along(double[] direction, double[] y) => direction.Zip(y, (v, x) => v * x).Sum();

    private static double Median(IEnumerable<double> values) => Samples.Median([.. values.Order()]);
}
