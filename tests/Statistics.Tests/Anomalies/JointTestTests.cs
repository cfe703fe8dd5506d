using CanaryJudge.Statistics.Anomalies;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Anomalies;

public sealed class JointTestTests
{
    private static readonly JointDistance Distance = new();

    [Fact]
    public void A_broken_relation_is_found_that_no_metric_shows()
    {
        var finding = Run(Related(1, 90, broken: false), Related(2, 20, broken: true));

        Assert.True(finding.PValue < 1e-3, $"{finding.PValue}");
        Assert.True(finding.Contributions[0] + finding.Contributions[1] > 10 * finding.Contributions[2]);
    }

    [Fact]
    public void The_same_relation_is_not() => Assert.True(Run(Related(1, 90, broken: false), Related(3, 20, broken: false)).PValue > 0.05);

    [Fact]
    public void Rows_are_dealt_two_to_train_one_to_calibrate()
    {
        var finding = Run(Related(1, 91, broken: false), Related(2, 1, broken: false));

        Assert.Equal(new JointRows(61, 30, 1), finding.Rows);
        Assert.Equal((1.0 / 31, 1), (finding.Floor, finding.Points.Count));
    }

    [Fact]
    public void The_order_of_metrics_and_their_units_change_nothing() => Gen.Select(Gen.Int[0, 1000], Gen.Int[1, 5], Gen.Int[-9, 9]).ForAll(
        (seed, unit, shift) =>
        {
            double[][] baseline = Related(seed, 45, broken: false), canary = Related(seed + 1, 9, broken: true);

            var here = Run(baseline, canary);
            var there = Run(Moved(baseline), Moved(canary));

            Vectors.Close(here.PValue, there.PValue, 1e-9, "p");
            Assert.All(here.Contributions.Zip(there.Contributions.Reverse()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));

            double[][] Moved(double[][] rows) => [.. rows.Select(row => row.Reverse().Select(x => (unit * x) + shift).ToArray())];
        },
        iter: 50);

    [Fact]
    public void Contributions_of_a_row_add_up_to_its_distance()
    {
        var model = Distance.Fit(Related(1, 40, broken: false), CancellationToken.None)!;
        var parts = new double[3];

        Assert.Equal(model.Score([5, -5, 2], parts), parts.Sum(), 1e-9);
        Assert.InRange(model.Shrinkage!.Value, 0, 1);
    }

    [Fact]
    public void A_constant_column_among_others_is_bearable()
    {
        double[][] With(double[][] rows) => [.. rows.Select(row => (double[])[.. row, 7])];

        Assert.InRange(Run(With(Related(1, 60, broken: false)), With(Related(2, 9, broken: false))).PValue, 1e-6, 1);
    }

    [Fact]
    public void Duplicated_columns_are_bearable_even_of_two_values()
    {
        double[][] Twice(double[][] rows) => [.. rows.Select(row => (double[])[.. row, .. row])];
        double[][] flips = [.. Enumerable.Range(0, 40).Select(i => new double[] { i % 2, i % 2 })];

        Assert.InRange(Run(Twice(Related(1, 60, broken: false)), Twice(Related(2, 9, broken: false))).PValue, 1e-6, 1);
        Assert.Equal(1, Run(flips, flips).PValue, 0.5);
    }

    [Fact]
    public void Constant_metrics_have_no_test() =>
        Assert.Null(JointTest.Run(Distance, [.. Enumerable.Repeat(new double[] { 1, 2 }, 40)], [[1, 3]], CancellationToken.None));

    [Fact]
    public void Too_few_rows_and_one_metric_alone_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Run(Related(1, 29, broken: false), Related(2, 5, broken: false)));
        Assert.Throws<ArgumentException>(() => Run(Related(1, 60, broken: false), []));
        Assert.Throws<ArgumentException>(() => Run([.. Enumerable.Repeat(new double[] { 1 }, 60)], [[1]]));
        Assert.Equal((30, 60), (JointTest.FewestRows(5), JointTest.FewestRows(20)));
    }

    [Fact]
    public void Cancellation_ends_it()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => JointTest.Run(Distance, Related(1, 60, broken: false), Related(2, 9, broken: false), source.Token));
    }

    [Theory]
    [InlineData(6, 0.0)]
    [InlineData(30, 0.0)]
    [InlineData(60, 0.5)]
    [InlineData(15, 0.8)]
    public void Ordinary_rows_alarm_in_at_most_five_percent(int canary, double phi)
    {
        var draws = new Draws(31);
        const int Runs = 600;

        var alarms = Enumerable.Range(0, Runs).Count(_ => Run(Rows(90), Rows(canary)).PValue <= 0.05);

        Draws.AtMost(0.05, alarms, Runs);

        double[][] Rows(int count)
        {
            double[][] columns = [.. Enumerable.Range(0, 4).Select(_ => draws.Autoregression(count, phi))];
            return [.. Enumerable.Range(0, count).Select(i => columns.Select(column => column[i]).ToArray())];
        }
    }

    private static JointFinding Run(double[][] baseline, double[][] canary) => JointTest.Run(Distance, baseline, canary, CancellationToken.None)!;

    /// <summary>The second metric follows the first, or moves alone with the same spread; the third is by itself.</summary>
    private static double[][] Related(int seed, int count, bool broken)
    {
        var draws = new Draws(seed + 100);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var x = draws.Normal();
            return new[] { x, broken ? draws.Normal() : x + (0.1 * draws.Normal()), draws.Normal() };
        })];
    }
}
