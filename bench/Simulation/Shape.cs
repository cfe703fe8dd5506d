using System.Globalization;
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
    private const int Minute = 60, UsersAMinute = 4;
    private const long Start = 1_767_614_400_000_000_000;

    /// <summary>All rows of the table.</summary>
    public static IReadOnlyList<Shape> All { get; } = [.. Rows(), .. Regions.Rows()];

    /// <summary>Draws an arm in strata, by name, where the arms have other shares of them; null: without strata.</summary>
    public Func<Random, Arm, double, IEnumerable<(string Stratum, SeriesData Data)>>? Within { get; init; }

    /// <summary>One arm's series.</summary>
    public IEnumerable<Series> Series(string metric, Arm arm, Random chance, double harm) => Within is { } within
        ? within(chance, arm, harm).Select(s => new Series(metric, arm, new Dictionary<string, string>(StringComparer.Ordinal) { ["region"] = s.Stratum }, s.Data))
        : [new Series(metric, arm, Judging.Model.Series.NoLabels, Arm!(chance, harm))];

    /// <summary>Latencies with no guards: the shift alone decides.</summary>
    public static Shape Latencies(int count, double margin, Func<Random, int, double, double[]> draw) =>
        new($"latencies, {count}", margin, new() { Name = "", Margin = new(margin, null), Guards = [] }, (r, h) => Samples(draw(r, count, 1 + h)));

    /// <summary>Points with an autocorrelation.</summary>
    public static Shape Points(int count, double correlation) =>
        new($"points, AR(1) {correlation}, {count}", 0.25, Default, (r, h) => new SeriesData.Points(null, Times(count), Draw.Points(r, count, correlation, 1 + h)));

    /// <summary>Errors of 1% of 200 requests an interval. The margin is half a point, which is half of the rate.</summary>
    public static Shape Errors(int count, int burst) =>
        new($"errors{InBursts(burst)}, 1% of {count} x 200", 0.5, Default, (r, h) => Ratio(Draw.Events(r, count, 2 * (1 + h), burst)));

    /// <summary>Restarts, one in two minutes.</summary>
    public static Shape Restarts(int count, int burst) =>
        new($"restarts{InBursts(burst)}, 0.5 a minute, {count}", 1, Default, (r, h) => Count(Draw.Events(r, count, 0.5 * (1 + h), burst)));

    private static MetricPolicy Default => new() { Name = "" };

    private static string InBursts(int burst) => burst > 1 ? $" in bursts of {burst}" : "";

    /// <summary>So few values, or so dependent ones, that hardly anything can be known.</summary>
    public static IReadOnlyList<Shape> Few { get; } =
    [
        new("latencies, log-normal, 2", 0.25, Default, (r, h) => Samples(Draw.LogNormal(r, 2, 1 + h))),
        new("latencies, log-normal, 8", 0.25, Default, (r, h) => Samples(Draw.LogNormal(r, 8, 1 + h))),
        new("points, AR(1) 0.9, 60", 0.25, Default, (r, h) => new SeriesData.Points(null, Times(60), Draw.Points(r, 60, 0.9, 1 + h))),
    ];

    private static IEnumerable<Shape> Rows()
    {
        MetricPolicy keyed = new() { Name = "", Cluster = "user" };
        foreach (var n in new[] { 60, 180, 1000 })
        {
            yield return new($"latencies, log-normal, {n}", 0.25, Default, (r, h) => Samples(Draw.LogNormal(r, n, 1 + h)));
            yield return new($"latencies, mixture, {n}", 0.25, Default, (r, h) => Samples(Draw.Mixture(r, n, 1 + h)));
        }

        foreach (var users in new[] { 60, 180 })
        {
            yield return new($"latencies of {users} users, 10 each, with their key", 0.25, keyed, (r, h) => Clustered(r, users, 0.2, 1 + h, null));
        }

        foreach (var share in new[] { 0.2, 0.5 })
        {
            foreach (var minutes in new[] { 30, 120 })
            {
                var users = minutes * UsersAMinute;
                var what = string.Create(CultureInfo.InvariantCulture, $"sessions within a minute, {users} of 10, user share {share}");
                yield return new($"{what}, no key", 0.25, Default, (r, h) => Clustered(r, users, share, 1 + h, minutes));
                yield return new($"{what}, with key", 0.25, keyed, (r, h) => Clustered(r, users, share, 1 + h, minutes));
            }
        }

        foreach (var correlation in new[] { 0, 0.5, 0.8 })
        {
            foreach (var n in new[] { 60, 180 })
            {
                yield return Points(n, correlation);
            }
        }

        foreach (var n in new[] { 60, 180 })
        {
            yield return Errors(n, 1);
            yield return Errors(n, 3);
            yield return Restarts(n, 1);
            yield return Restarts(n, 3);
        }
    }

    internal static long[] Times(int count) => [.. Enumerable.Range(0, count).Select(i => Start + (i * Minute * 1_000_000_000L))];

    private static SeriesData.Samples Samples(double[] values) => new([], values, []);

    /// <summary>Each user's requests fall into one minute, at random; without minutes they have no times.</summary>
    private static SeriesData.Samples Clustered(Random chance, int users, double share, double factor, int? minutes)
    {
        var (values, keys) = Draw.Clustered(chance, users, share, factor);
        if (minutes is not { } length)
        {
            return new([], values, keys);
        }

        var minuteOfUser = new long[users];
        for (var user = 0; user < users; user++)
        {
            minuteOfUser[user] = chance.Next(length);
        }

        return new([.. keys.Select((key, i) => Start + (((minuteOfUser[key] * Minute) + (i % Minute)) * 1_000_000_000L))], values, keys);
    }

    private static SeriesData.Ratios Ratio(double[] events) => new(Times(events.Length), [.. events.Select(e => Math.Min(e, 200))], [.. events.Select(_ => 200.0)]);

    private static SeriesData.Counts Count(double[] events) => new(Times(events.Length), events, [.. events.Select(_ => 1.0)]);
}
