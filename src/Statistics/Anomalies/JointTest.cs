using System.Buffers;
using CanaryJudge.Statistics.Dependence;
using CanaryJudge.Statistics.Special;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Statistics.Anomalies;

/// <summary>Joint test: do the metrics misbehave together though none stands out?</summary>
/// <remarks>
/// <para>Shapes: rows of p >= 2 metrics, one per interval, of both arms. Units: any; metrics are scaled by the baseline.</para>
/// <para>Method: baseline rows i with i mod 3 = 1 calibrate, the others train the detector; the canary's scores are tested against the
/// calibration's by one-sided Mann-Whitney. Where neighbouring baseline rows are alike beyond chance, the last third calibrates in one
/// piece, so that it is as foreign to the training rows as the canary is, and the standard score is divided by the root of the
/// variance that first-order dependence, at the metrics' mean lag-one autocorrelation, adds to the difference of two means.</para>
/// <para>Error: given the training rows exact at any level where calibration and canary rows are exchangeable. First-order
/// autoregressions of 0.3 to 0.8 alarm in at most 8% at 5% and 2% at 1% (interleaved calibration: up to all of them), measured by
/// JointTestTests.</para>
/// <para>Source: V. Vovk, A. Gammerman and G. Shafer, Algorithmic Learning in a Random World (2005), section 4.1; dependence:
/// G. V. Bayley and J. M. Hammersley, J. R. Statist. Soc. Suppl. 8 (1946) 184-197.</para>
/// </remarks>
public static class JointTest
{
    /// <summary>With fewer metrics there is nothing joint.</summary>
    public const int FewestMetrics = 2;

    /// <summary>How many baseline rows so many metrics need.</summary>
    /// <param name="metrics">p, at least 2.</param>
    /// <returns>max(30, 3 p).</returns>
    public static int FewestRows(int metrics) => Math.Max(30, 3 * metrics);

    /// <summary>Runs the test.</summary>
    /// <param name="detector">What scores the rows.</param>
    /// <param name="baseline">Rows in order of time; at least <see cref="FewestRows"/>.</param>
    /// <param name="canary">Rows in order of time; at least one.</param>
    /// <param name="cancellation">Ends a long computation.</param>
    /// <returns>Null where all columns are constant.</returns>
    /// <exception cref="ArgumentException">Too few rows, or a value is not finite.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static JointFinding? Run(IAnomalyDetector detector, IReadOnlyList<double[]> baseline, IReadOnlyList<double[]> canary, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(canary);
        RequireRows(baseline, canary);

        var likeness = Likeness(baseline);
        bool Calibrates(int i) => likeness > 0 ? i >= baseline.Count - (baseline.Count / 3) : i % 3 == 1;
        var train = baseline.Where((_, i) => !Calibrates(i)).ToArray();
        var calibration = baseline.Where((_, i) => Calibrates(i)).ToArray();
        var scaling = ColumnScaling.Of(train);
        if (detector.Fit([.. train.Select(row => scaling.Apply(row))], cancellation) is not { } model)
        {
            return null;
        }

        var metrics = baseline[0].Length;
        var contributions = new double[metrics];
        var ordinary = Scores(model, scaling, calibration, new double[metrics], cancellation);
        var scores = Scores(model, scaling, canary, contributions, cancellation);
        Array.Sort(ordinary);
        var divisor = Divisor(likeness, calibration.Length, canary.Count);
        return new(
            PValue(ordinary, scores, divisor),
            new(train.Length, calibration.Length, canary.Count),
            model.Shrinkage,
            divisor,
            [.. contributions.Select(sum => sum / canary.Count)],
            [.. scores.Select(score => ConformalP.Of(ordinary, score))],
            ConformalP.Floor(ordinary.Length));
    }

    private static void RequireRows(IReadOnlyList<double[]> baseline, IReadOnlyList<double[]> canary)
    {
        if (baseline.Count == 0 || canary.Count == 0 || baseline[0].Length < FewestMetrics || baseline.Count < FewestRows(baseline[0].Length))
        {
            throw new ArgumentException($"{baseline.Count} baseline and {canary.Count} canary rows are too few for a joint test.", nameof(baseline));
        }

        foreach (var row in baseline.Concat(canary))
        {
            Samples.RequireFinite(row);
        }
    }

    private static double[] Scores(IAnomalyModel model, ColumnScaling scaling, IReadOnlyList<double[]> rows, double[] sums, CancellationToken cancellation)
    {
        var scores = new double[rows.Count];
        var parts = new double[sums.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            scores[i] = model.Score(scaling.Apply(rows[i]), parts);
            for (var j = 0; j < sums.Length; j++)
            {
                sums[j] += parts[j];
            }
        }

        return scores;
    }

    private static double PValue(double[] sortedOrdinary, double[] scores, double divisor)
    {
        var p = MannWhitney.RunSorted(sortedOrdinary, Samples.Sorted(scores), Alternative.Greater).PValue;
        return divisor > 1 && p is > 0 and < 0.5 ? Gaussian.Above(Gaussian.Critical(p) / Math.Sqrt(divisor)) : p;
    }

    /// <summary>The variance of the difference of two means of dependent values, over that of independent ones.</summary>
    private static double Divisor(double r, int calibration, int canary) =>
        ((calibration * Inflation(r, canary)) + (canary * Inflation(r, calibration))) / (calibration + canary);

    /// <summary>The mean lag-one autocorrelation of the metrics' ranks in the baseline; 0 where it could be chance.</summary>
    private static double Likeness(IReadOnlyList<double[]> baseline)
    {
        double sum = 0;
        int metrics = baseline[0].Length, n = baseline.Count;
        var rented = ArrayPool<double>.Shared.Rent(3 * n);
        Span<double> column = rented.AsSpan(0, n), ranks = rented.AsSpan(n, n), sorted = rented.AsSpan(2 * n, n);
        for (var j = 0; j < metrics; j++)
        {
            for (var i = 0; i < n; i++)
            {
                column[i] = baseline[i][j];
            }

            var squares = CentredRanks.Of(column, sorted, ranks);
            double products = 0;
            for (var i = 1; i < n; i++)
            {
                products += ranks[i] * ranks[i - 1];
            }

            sum += squares > 0 ? products / squares : 0;
        }

        ArrayPool<double>.Shared.Return(rented);
        var mean = sum / metrics;
        return mean > 2 / Math.Sqrt((double)n * metrics) ? Autocorrelation.Corrected(mean, n) : 0;
    }

    /// <summary>The variance of the mean of a first-order autoregression of some length, over that of independent values.</summary>
    private static double Inflation(double r, int length)
    {
        double sum = 1, power = 1;
        for (var lag = 1; lag < length && power > 1e-9; lag++)
        {
            power *= r;
            sum += 2 * (1 - ((double)lag / length)) * power;
        }

        return sum;
    }
}
