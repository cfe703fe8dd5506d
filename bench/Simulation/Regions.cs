using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Simulation;

/// <summary>Metrics in three regions of other levels, of which the canary has other shares than the baseline: pooled, every one of these would mislead.</summary>
internal static class Regions
{
    private static readonly (string Name, double Level, double OfBaseline, double OfCanary)[] s_three =
        [("ap", 4, 0.1, 0.5), ("eu", 1, 0.3, 0.35), ("us", 0.4, 0.6, 0.15)];

    /// <summary>Rows of the table.</summary>
    public static IEnumerable<Shape> Rows()
    {
        var policy = new MetricPolicy { Name = "" };
        foreach (var n in new[] { 120, 1000 })
        {
            yield return Row($"latencies, {n} in 3 regions, other shares", 0.25, policy, (r, level, share, h) =>
                new SeriesData.Samples([], Draw.LogNormal(r, (int)(n * share), level * (1 + h)), []));
        }

        yield return Row("latencies as histograms, 1000 in 3 regions, other shares", 0.25, policy, (r, level, share, h) => Histogram(Draw.LogNormal(r, (int)(1000 * share), level * (1 + h))));
        foreach (var correlation in new[] { 0, 0.8 })
        {
            yield return Row($"points, AR(1) {correlation}, 60 in 3 regions", 0.25, policy, (r, level, _, h) =>
                new SeriesData.Points(null, Shape.Times(60), Draw.Points(r, 60, correlation, level * (1 + h))));
        }

        foreach (var burst in new[] { 1, 3 })
        {
            // Rates of 4%, 1% and 0.4%: with the canary's mix 2.4%, of which a quarter is the margin.
            var bursts = burst > 1 ? $" in bursts of {burst}" : "";
            yield return Row($"errors{bursts}, 60 x 600 in 3 regions, other shares", 0.25, policy, (r, level, share, h) => Ratio(r, 600 * share, 0.01 * level * (1 + h), burst));
            yield return Row($"restarts{bursts}, 60 x 3 in 3 regions, other shares", 1, policy, (r, level, share, h) => Count(r, 3 * share, level * (1 + h), burst));
        }
    }

    private static Shape Row(string name, double margin, MetricPolicy policy, Func<Random, double, double, double, SeriesData> draw) => new(name, margin, policy, null)
    {
        Within = (chance, arm, harm) => s_three.Select(s => (s.Name, draw(chance, s.Level, arm == Arm.Baseline ? s.OfBaseline : s.OfCanary, harm))).ToArray(),
    };

    private static SeriesData.Ratios Ratio(Random chance, double requests, double rate, int burst)
    {
        var events = Draw.Events(chance, 60, requests * rate, burst);
        return new(Shape.Times(60), [.. events.Select(e => Math.Min(e, Math.Floor(requests)))], [.. events.Select(_ => Math.Floor(requests))]);
    }

    private static SeriesData.Counts Count(Random chance, double exposure, double rate, int burst) =>
        new(Shape.Times(60), Draw.Events(chance, 60, exposure * rate, burst), [.. Enumerable.Repeat(exposure, 60)]);

    private static SeriesData.Histograms Histogram(double[] values)
    {
        double[] bounds = [.. Enumerable.Range(0, 40).Select(i => Math.Round(5 * Math.Pow(1.2, i), 3)), double.PositiveInfinity];
        var counts = new double[bounds.Length];
        foreach (var value in values)
        {
            counts[Array.FindIndex(bounds, b => value <= b)]++;
        }

        return new(Shape.Times(1), bounds, [counts]);
    }
}
