using System.Text.Json;
using CanaryJudge.Statistics.Anomalies;

namespace CanaryJudge.MachineLearning.Tests;

public sealed class PcaDetectorTests
{
    private const double SinglePrecision = 1e-5;

    private static readonly PcaDetector Detector = new();

    [Fact]
    public void Parts_and_scores_agree_with_scikit_learn() => Assert.All(Cases(), c =>
    {
        var (input, expected) = (c.GetProperty("input"), c.GetProperty("expected"));
        double[][] train = Rows(input, "train"), canary = Rows(input, "canary");
        var scaling = ColumnScaling.Of(train);
        double[][] scaled = [.. train.Select(row => scaling.Apply(row))];
        var covariance = ShrunkCovariance.Of(scaled)!;
        var parts = new double[train[0].Length];

        var model = PcaDetector.Fit(scaled, covariance, input.GetProperty("rank").GetInt32());

        Close(expected.GetProperty("q_median_train").GetDouble(), model.MedianQ);
        Close(expected.GetProperty("t2_median_train").GetDouble(), model.MedianT2);
        Assert.All(canary.Select((row, i) => (Row: scaling.Apply(row), I: i)), x =>
        {
            var (q, t2) = model.Parts(covariance.Centre(x.Row), parts);

            Close(expected.GetProperty("q")[x.I].GetDouble(), q);
            Close(expected.GetProperty("t2")[x.I].GetDouble(), t2);
            Close(expected.GetProperty("combined")[x.I].GetDouble(), model.Score(x.Row, parts));
            Assert.Equal(q, parts.Sum(), 1e-9);
        });
    });

    [Fact]
    public void The_same_rows_give_the_same_bits()
    {
        var rows = Related(60);
        double[] here = new double[3], there = new double[3];

        Assert.Equal(
            Detector.Fit(rows, CancellationToken.None)!.Score([1, -1, 2], here),
            Detector.Fit(rows, CancellationToken.None)!.Score([1, -1, 2], there));
        Assert.Equal(here, there);
    }

    [Fact]
    public void A_row_twice_as_far_is_stranger()
    {
        var model = Detector.Fit(Related(60), CancellationToken.None)!;
        var parts = new double[3];

        Assert.True(model.Score([4, -4, 2], parts) > 3 * model.Score([2, -2, 1], parts));
    }

    [Fact]
    public void The_metrics_of_a_broken_relation_contribute_most()
    {
        double[] parts = new double[3];

        Detector.Fit(Related(60), CancellationToken.None)!.Score([3, -3, 0], parts);

        Assert.True(Math.Min(parts[0], parts[1]) > 10 * parts[2]);
    }

    [Fact]
    public void Constant_metrics_have_no_model() => Assert.Null(Detector.Fit([.. Enumerable.Repeat(new double[] { 1, 2 }, 40)], CancellationToken.None));

    [Fact]
    public void A_constant_column_and_a_duplicated_one_are_bearable()
    {
        double[][] rows = [.. Related(60).Select(row => (double[])[row[0], row[0], 0])];
        var model = Detector.Fit(rows, CancellationToken.None)!;
        var parts = new double[3];

        Assert.InRange(model.Score(rows[7], parts), 0, 20);
        Assert.True(model.Score([1, -1, 0], parts) > 1e6);
    }

    [Fact]
    public void Cancellation_ends_it()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => Detector.Fit(Related(60), source.Token));
    }

    private static JsonElement[] Cases()
    {
        using var stream = typeof(PcaDetectorTests).Assembly.GetManifestResourceStream("anomaly")!;
        using var document = JsonDocument.Parse(stream);
        return [.. document.RootElement.Clone().GetProperty("cases").EnumerateArray().Where(c => c.GetProperty("function").GetString() == "joint_pca")];
    }

    private static double[][] Rows(JsonElement input, string key) =>
        [.. input.GetProperty(key).EnumerateArray().Select(row => row.EnumerateArray().Select(x => x.GetDouble()).ToArray())];

    private static double[][] Related(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var x = (2 * random.NextDouble()) - 1;
            return new[] { x, x + (0.1 * random.NextDouble()), 0.5 * random.NextDouble() };
        })];
    }

    private static void Close(double expected, double actual) => Assert.Equal(expected, actual, SinglePrecision * Math.Max(1, Math.Abs(expected)));
}
