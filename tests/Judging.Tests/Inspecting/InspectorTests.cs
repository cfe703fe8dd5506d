using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Inspecting;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;
using CanaryJudge.Judging.Tests.Anomalies;
using CanaryJudge.Statistics.Anomalies;

namespace CanaryJudge.Judging.Tests.Inspecting;

public sealed class InspectorTests
{
    [Fact]
    public void Two_arms_show_their_shapes_with_the_change_marked()
    {
        var inspection = Look(new Draw(1).Latencies(60), new Draw(2).Latencies(60, i => i < 30 ? 100 : 200));

        var metric = Assert.Single(inspection.Metrics);
        Assert.Equal([Arm.Baseline, Arm.Canary], metric.Arms.Select(a => a.Arm));
        Assert.Equal((60, 30), (metric.Arms[1].Shape.Count, Assert.Single(metric.Arms[1].Marks)));
        Assert.Equal(30, Assert.Single(metric.Arms[1].Changes).Index);
        Assert.Contains(metric.Anomalies, a => a.Course == CourseName.Onset);
        Assert.InRange(metric.SmallestSeen!.Value, 0.01, 3);
    }

    [Fact]
    public void The_page_is_as_wide_as_it_may_be_and_says_when()
    {
        var inspection = Look(new Draw(1).Latencies(60), new Draw(2).Latencies(60, i => i < 30 ? 100 : 200));

        foreach (var style in new[] { new ReportStyle(), new ReportStyle { Ascii = true }, new ReportStyle { Width = 60, Offset = TimeSpan.FromHours(1) } })
        {
            var text = InspectionReport.Render(inspection, style);

            Assert.All(text.Split('\n'), line => Assert.True(line.Length <= style.Width, line));
            Assert.Contains(style.Offset is null ? "^12:30" : "^13:30", text, StringComparison.Ordinal);
            Assert.Equal(style.Ascii, !text.Any(c => c > 127));
            Assert.DoesNotContain("PASS", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void One_arm_is_looked_at_by_itself()
    {
        var values = new Draw(3).Latencies(60);
        values[10] = 900;

        var metric = Assert.Single(Look(values, null).Metrics);

        var arm = Assert.Single(metric.Arms);
        Assert.Equal((10, (double?)null), (arm.Strangest[0].Time!.Value.Minute, arm.Strangest[0].PValue));
        Assert.Empty(metric.Anomalies);
        Assert.InRange(metric.SmallestSeen!.Value, 0.01, 0.2);
    }

    [Fact]
    public void A_canary_alone_is_looked_at_too() => Assert.Equal(Arm.Canary, Assert.Single(Assert.Single(Look(null, new Draw(4).Latencies(20)).Metrics).Arms).Arm);

    [Fact]
    public void A_hole_is_a_blank_and_few_values_are_none()
    {
        var at = Run.Minutes(60);
        int[] kept = [.. Enumerable.Range(0, 60).Where(i => i is < 20 or >= 40)];
        var holed = new SeriesData.Points(null, [.. kept.Select(i => at[i])], [.. kept.Select(_ => 1.0)]);
        var few = new SeriesData.Points(null, [.. Run.Minutes(5)], [1, 2, 3, 4, 5]);

        Assert.Equal(19, Shape(holed).Count(double.IsNaN), 1.0);
        Assert.DoesNotContain(Shape(few), double.IsNaN);

        static IReadOnlyList<double> Shape(SeriesData data) => Look(data, null).Metrics[0].Arms[0].Shape;
    }

    [Fact]
    public void No_data_and_hostile_data_are_looked_at_all_the_same()
    {
        Assert.Equal("No data.\n", InspectionReport.Render(Look((SeriesData?)null, null), new()));
        foreach (var values in new double[][] { [], [1], [double.NaN], [double.PositiveInfinity, 1], [.. Enumerable.Repeat(2.0, 50)], [.. Enumerable.Range(0, 50).Select(i => i % 2.0)] })
        {
            Assert.NotEmpty(InspectionReport.Render(Look(values, values), new()));
        }
    }

    [Fact]
    public void Twice_the_data_show_less()
    {
        double Seen(int count) => Look(new Draw(5).Latencies(count), new Draw(6).Latencies(count)).Metrics[0].SmallestSeen!.Value;

        Assert.InRange(Seen(400) / Seen(100), 0.35, 0.7);
    }

    private static Inspection Look(double[]? baseline, double[]? canary) => Look(Points(baseline), Points(canary));

    private static Inspection Look(SeriesData? baseline, SeriesData? canary)
    {
        Series[] series = [.. new[] { (Arm.Baseline, baseline), (Arm.Canary, canary) }.Where(a => a.Item2 is not null).Select(a => new Series("latency_ms", a.Item1, Series.NoLabels, a.Item2!))];
        return Inspector.Look(Policy.Inferred, new(series), AnomalyDetectors.All, TestContext.Current.CancellationToken);
    }

    private static SeriesData.Points? Points(double[]? values) => values is null ? null : new(null, Run.Minutes(values.Length), values);
}
