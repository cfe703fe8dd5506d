using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Simulation;

/// <summary>One sort of metric at one size: how its arms are drawn, and what its margin is.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Margin">The harm that must not pass, as a share of the baseline.</param>
/// <param name="Policy">The metric's policy, but for its name.</param>
/// <param name="Arm">Draws one arm with a change: 0.25 is 25% worse. Null: in strata.</param>
internal sealed record Shape(string Name, double Margin, MetricPolicy Policy, Func<Random, double, SeriesData>? Arm)
{
    private const int Minute = 60;

    /// <summary>All rows of the table.</summary>
    public static IReadOnlyList<Shape> All { get; } = [.. Rows(), .. Regions.Rows()];

    /// <summary>Draws an arm in strata, by name, where the arms have other shares of them; null: without strata.</summary>
    public Func<Random, Arm, double, IEnumerable<(string Stratum, SeriesData Data)>>? Within { get; init; }

    /// <summary>One arm's series.</summary>
    public IEnumerable<Series> Series(string metric, Arm arm, Random chance, double harm) => Within is { } within
        ? within(chance, arm, harm).Select(s => new Series(metric, arm, new Dictionary<string, string>(StringComparer.Ordinal) { ["region"] = s.Stratum }, s.Data))
        : [new Series(metric, arm, Judging.Model.Series.NoLabels, Arm!(chance, harm))];

    private static IEnumerable<Shape> Rows()
    {
        var samples = new MetricPolicy { Name = "" };
        foreach (var n in new[] { 60, 180, 1000 })
        {
            yield return new($"latencies, log-normal, {n}", 0.25, samples, (r, h) => Samples(Draw.LogNormal(r, n, 1 + h, 0.5)));
            yield return new($"latencies, mixture, {n}", 0.25, samples, (r, h) => Samples(Draw.Mixture(r, n, 1 + h)));
        }

        foreach (var users in new[] { 60, 180 })
        {
            yield return new($"latencies of {users} users, 10 each, with their key", 0.25, new() { Name = "", Cluster = "user" }, (r, h) => Clustered(r, users, 1 + h));
        }

        foreach (var correlation in new[] { 0, 0.5, 0.8 })
        {
            foreach (var n in new[] { 60, 180 })
            {
                yield return new($"points, AR(1) {correlation}, {n}", 0.25, samples, (r, h) => new SeriesData.Points(null, Times(n), Draw.Points(r, n, correlation, 1 + h)));
            }
        }

        foreach (var n in new[] { 60, 180 })
        {
            // At 1% the margin is half a point, which is half of the rate.
            yield return new($"errors, 1% of {n} x 200", 0.5, samples, (r, h) => Ratio(Draw.Events(r, n, 2 * (1 + h), 1)));
            yield return new($"errors in bursts of 3, 1% of {n} x 200", 0.5, samples, (r, h) => Ratio(Draw.Events(r, n, 2 * (1 + h), 3)));
            yield return new($"restarts, 0.5 a minute, {n}", 1, samples, (r, h) => Count(Draw.Events(r, n, 0.5 * (1 + h), 1)));
            yield return new($"restarts in bursts of 3, 0.5 a minute, {n}", 1, samples, (r, h) => Count(Draw.Events(r, n, 0.5 * (1 + h), 3)));
        }
    }

    internal static long[] Times(int count) => [.. Enumerable.Range(0, count).Select(i => 1_767_614_400_000_000_000L + (i * Minute * 1_000_000_000L))];

    private static SeriesData.Samples Samples(double[] values) => new([], values, []);

    private static SeriesData.Samples Clustered(Random chance, int users, double factor)
    {
        var (values, keys) = Draw.Clustered(chance, users, factor);
        return new([], values, keys);
    }

    private static SeriesData.Ratios Ratio(double[] events) => new(Times(events.Length), [.. events.Select(e => Math.Min(e, 200))], [.. events.Select(_ => 200.0)]);

    private static SeriesData.Counts Count(double[] events) => new(Times(events.Length), events, [.. events.Select(_ => 1.0)]);
}
