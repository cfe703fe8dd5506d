using System.Globalization;
using CanaryJudge.Judging.Backtests;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.Anomalies;

namespace CanaryJudge.Simulation;

/// <summary>How often the detectors of anomalies fire on real values that hold none.</summary>
/// <remarks>
/// Pairs as they are have one deal each, so their standard error is that between pairs; pairs dealt anew say the same with less chance in it. Of
/// tables the quiet rows are dealt: ninety to the baseline, three or thirty to the canary.
/// </remarks>
internal static class Calibration
{
    private const int Baseline = 90;
    private static readonly int[] s_canaries = [3, 30];
    private static readonly double[] s_levels = [0.01, 0.05];

    /// <summary>Writes one line for each detector and level.</summary>
    /// <param name="pairs">Pairs side by side.</param>
    /// <param name="tables">Tables of many metrics.</param>
    /// <param name="runs">Deals of each pair and table.</param>
    /// <returns>1 when one fires more often than its level by more than three standard errors.</returns>
    public static int Write(DealtPair[] pairs, IReadOnlyList<LabelledTable> tables, int runs)
    {
        var broken = 0;
        double[][][] quiet = [.. tables.Where(t => t.QuietFrom is not null).Select(Quiet)];
        foreach (var level in s_levels)
        {
            // A level below the smallest possible p never fires: such pairs would only make the share look better.
            DealtPair[] able = [.. pairs.Where(p => ConformalP.Floor(p.Baseline.Length) <= level)];
            Line("a value is far, pairs as they are", level, [.. able.Select(p => Far(p, level))]);
            Line("a value is far, dealt anew", level, [.. able.Select(p => Mean(runs, run => Far(p.Anew(run), level)))]);
            Line("more far values than chance, dealt anew", level, [.. able.Select(p => Mean(runs, run => Many(p.Anew(run)) <= level ? 1 : 0))]);
            foreach (var (detector, canary) in AnomalyPage.Detectors.SelectMany(d => s_canaries.Select(c => (d, c))))
            {
                Line($"together, {detector.Name}, {canary} rows of canary", level, [.. quiet.Select(rows => Mean(runs, run => Together(detector, rows, canary, run) <= level ? 1 : 0))]);
            }
        }

        Line("the course of the canary is not steady, dealt anew", s_levels[^1], [.. pairs.Where(p => p.Canary.Length >= RankPartition.Fewest).Select(p => Mean(runs, run => IsSteady(p.Anew(run)) ? 0 : 1))]);
        return broken == 0 ? 0 : 1;

        void Line(string what, double level, double[] shares)
        {
            if (shares.Length < 2)
            {
                return;
            }

            double mean = shares.Average(), error = Math.Sqrt(shares.Sum(s => (s - mean) * (s - mean)) / (shares.Length - 1) / shares.Length);
            var breaks = mean > level + (3 * error);
            broken += breaks ? 1 : 0;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-52} at {level * 100:0}%: {mean * 100:0.00}% ± {error * 100:0.00} of {shares.Length}{(breaks ? "  BROKEN" : "")}"));
        }
    }

    private static double Mean(int runs, Func<int, double> share) => Enumerable.Range(0, runs).AsParallel().Average(share);

    private static double Far(DealtPair pair, double level)
    {
        var scale = RobustZ.Of(pair.Baseline);
        var harm = pair.Harm;
        double Score(double value) => StrangePoints.Score(scale.Z(value), harm);
        double[] ordinary = Samples.Sorted([.. pair.Baseline.Select(Score)]);
        return pair.Canary.Count(value => ConformalP.Of(ordinary, Score(value)) <= level) / (double)pair.Canary.Length;
    }

    private static double Many(DealtPair pair) =>
        StrangePoints.Of(Samples.Sorted(pair.Baseline), pair.Canary, pair.Harm) is { } points ? points.Chance : 1;

    private static bool IsSteady(DealtPair pair) =>
        Course.Of(Samples.Sorted(pair.Baseline), pair.Canary, pair.Harm).Name == CourseName.Steady;

    private static double[][] Quiet(LabelledTable table) =>
        [.. Enumerable.Range(0, table.Rows.Length).Where(i => table.At[i] >= table.QuietFrom && table.Labels[i] == 0 && table.Rows[i].All(double.IsFinite)).Select(i => table.Rows[i])];

    private static double Together(IAnomalyDetector detector, double[][] quiet, int canary, int run)
    {
        double[][] dealt = [.. quiet];
        new Random(run).Shuffle(dealt);
        return JointTest.Run(detector, dealt[..Baseline], dealt[Baseline..(Baseline + canary)], CancellationToken.None)?.PValue ?? 1;
    }
}
