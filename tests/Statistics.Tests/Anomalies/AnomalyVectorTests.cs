using System.Text.Json;
using CanaryJudge.Statistics.Anomalies;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Statistics.Tests.Anomalies;

/// <summary>Held to NumPy, SciPy and scikit-learn; see vectors/README.md.</summary>
public sealed class AnomalyVectorTests
{
    [Fact]
    public void Robust_z_agrees_with_NumPy() => Each("robust_z", (input, expected, name, tolerance) =>
    {
        var x = input.Numbers("x");

        var scale = RobustZ.Of(input.Has("reference") ? input.Numbers("reference") : x);

        Vectors.Close(expected.Number("median"), scale.Median, tolerance, name);
        Vectors.Close(expected.Number("scale"), scale.Scale, tolerance, name);
        Assert.Equal(expected.GetProperty("scale_kind").GetString(), scale.Kind.ToString(), ignoreCase: true);
        Same(Signed(expected, "z"), [.. x.Select(scale.Z)], tolerance, name);
    });

    [Fact]
    public void Conformal_p_agrees_with_NumPy() => Each("conformal_p", (input, expected, name, tolerance) =>
    {
        var calibration = Draws.Sorted(input.Numbers("calibration"));

        Same(expected.Numbers("p"), [.. input.Numbers("scores").Select(score => ConformalP.Of(calibration, score))], tolerance, name);
    });

    [Fact]
    public void Rank_partition_agrees_with_NumPy() => Each("rank_change", (input, expected, name, tolerance) =>
    {
        var x = input.Numbers("x");

        var split = RankPartition.BestSplit(x);

        Assert.Equal(expected.Has("best_k") ? (int)expected.Number("best_k") : null, split.At);
        Vectors.Close(expected.Number("best_z"), split.Z, tolerance, name);
        Vectors.Close(expected.Number("threshold_z"), RankPartition.Threshold(x.Length), tolerance, name);
        Assert.Equal(expected.Numbers("change_points").Select(k => (int)k), RankPartition.ChangePoints(x));
    });

    [Fact]
    public void Course_agrees_with_SciPy() => Each("course", (input, expected, _, _) =>
    {
        var harm = input.GetProperty("direction").GetString() switch
        {
            "increase" => Alternative.Greater,
            "decrease" => Alternative.Less,
            _ => Alternative.Different,
        };

        var course = Course.Of(Draws.Sorted(input.Numbers("baseline")), input.Numbers("canary"), harm);

        Assert.Equal(expected.GetProperty("course").GetString(), course.Name.ToString().Replace("dH", "d_h", StringComparison.Ordinal), ignoreCase: true);
        Assert.Equal(expected.Numbers("change_points").Select(k => (int)k), course.ChangePoints);
        Assert.Equal(expected.GetProperty("segment_bad").EnumerateArray().Select(bad => bad.GetBoolean()), course.Segments.Select(s => s.IsBad));
    });

    [Fact]
    public void Joint_distance_agrees_with_scikit_learn() => Each("joint_mahalanobis", (input, expected, name, tolerance) =>
    {
        double[][] train = Rows(input, "train"), calibration = Rows(input, "calibration"), canary = Rows(input, "canary");
        var scaling = ColumnScaling.Of(train);
        double[][] scaled = [.. train.Select(row => scaling.Apply(row))];
        var model = new JointDistance().Fit(scaled, CancellationToken.None)!;
        var parts = new double[train[0].Length];

        double[] Scores(double[][] rows) => [.. rows.Select(row => model.Score(scaling.Apply(row), parts))];
        double[] ordinary = Scores(calibration), scores = Scores(canary);
        model.Score(scaling.Apply(canary[0]), parts);

        Compare("median", [.. scaling.Columns.Select(c => c.Median)]);
        Compare("scale", [.. scaling.Columns.Select(c => c.Scale)]);
        Compare("mean", [.. ShrunkCovariance.Of(scaled)!.Mean]);
        Vectors.Close(expected.Number("shrinkage"), model.Shrinkage!.Value, tolerance, name);
        Compare("d2_canary", scores);
        Compare("d2_calibration", ordinary);
        Compare("contributions_first_row", parts);
        Compare("conformal_p", [.. scores.Select(score => ConformalP.Of(Draws.Sorted([.. ordinary]), score))]);

        if (expected.Has("mann_whitney_p_greater"))
        {
            var test = MannWhitney.RunSorted(Draws.Sorted([.. ordinary]), Draws.Sorted([.. scores]), Alternative.Greater);

            Vectors.Close(expected.Number("mann_whitney_u"), test.Statistic, tolerance, name);
            Vectors.Close(expected.Number("mann_whitney_p_greater"), test.PValue, tolerance, name);
        }

        void Compare(string key, double[] actual)
        {
            if (expected.Has(key))
            {
                Same(expected.Numbers(key), actual, tolerance, $"{name}, {key}");
            }
        }
    });

    private static void Each(string function, Action<JsonElement, JsonElement, string, double> check) =>
        Assert.All(Vectors.Of("anomaly", "cases").Where(c => c.GetProperty("function").GetString() == function), c =>
            check(c.GetProperty("input"), c.GetProperty("expected"), c.GetProperty("name").GetString()!, c.Number("rel_tol")));

    private static double[][] Rows(JsonElement input, string key) =>
        [.. input.GetProperty(key).EnumerateArray().Select(row => row.EnumerateArray().Select(x => x.GetDouble()).ToArray())];

    private static double[] Signed(JsonElement element, string key) => [.. element.GetProperty(key).EnumerateArray().Select(item =>
        item.ValueKind == JsonValueKind.Number ? item.GetDouble() : item.GetString() == "inf" ? double.PositiveInfinity : double.NegativeInfinity)];

    private static void Same(double[] expected, double[] actual, double tolerance, string name)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Vectors.Close(pair.First, pair.Second, tolerance, name, tolerance));
    }
}
