using System.Globalization;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Simulation;

/// <summary>"Needs about N": what an inconclusive judgement foretells, beside the size with which half of all unchanged releases pass.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Size">The size at which the judge is asked: values, or intervals of events.</param>
/// <param name="Of">The metric at a size.</param>
internal sealed record Need(string Name, int Size, Func<int, Shape> Of)
{
    /// <summary>The foretold size is off by at most this factor.</summary>
    public const double Off = 1.3;

    /// <summary>All rows of the table.</summary>
    public static IReadOnlyList<Need> All { get; } =
    [
        new("latencies, log-normal, margin 25%", 30, n => Shape.Latencies(n, 0.25, (r, count, factor) => Draw.LogNormal(r, count, factor))),
        new("latencies, log-normal, margin 10%", 50, n => Shape.Latencies(n, 0.1, (r, count, factor) => Draw.LogNormal(r, count, factor))),
        new("latencies, mixture, margin 25%", 20, n => Shape.Latencies(n, 0.25, Draw.Mixture)),
        OfPoints(0, 12),
        OfPoints(0.5, 20),
        OfPoints(0.8, 50),
        new("errors, 1% of 200 an interval, margin 0.5 pp", 4, n => Shape.Errors(n, 1)),
        new("errors in bursts of 3, 1% of 200 an interval, margin 0.5 pp", 12, n => Shape.Errors(n, 3)),
        new("restarts, 0.5 a minute, margin 100%", 12, n => Shape.Restarts(n, 1)),
        new("restarts in bursts of 3, 0.5 a minute, margin 100%", 40, n => Shape.Restarts(n, 3)),
    ];

    private static Need OfPoints(double correlation, int size) =>
        new(string.Create(CultureInfo.InvariantCulture, $"points, AR(1) {correlation}, margin 25%"), size, n => Shape.Points(n, correlation));

    /// <summary>The size that the judgements at <see cref="Size"/> foretell: the median over the unchanged releases that are inconclusive.</summary>
    /// <param name="runs">Runs.</param>
    /// <returns>NaN when none foretells one.</returns>
    public double Foretold(int runs)
    {
        var shape = Of(Size);
        double[] sizes =
        [
            .. Enumerable.Range(0, runs).AsParallel()
                .Select(run => Trial.Judge(shape, 1, 0, run).Metrics[0])
                .Where(m => m is { Verdict: Verdict.Inconclusive, Needed: not null, Canary.Count: > 0 })
                .Select(m => Size * (m.Canary!.Count + m.Needed!.CanarySamples) / m.Canary.Count)
                .Order(),
        ];
        return sizes.Length == 0 ? double.NaN : sizes[sizes.Length / 2];
    }

    /// <summary>The size with which half of the unchanged releases pass, to 3%.</summary>
    /// <param name="runs">Runs a size.</param>
    public double Measured(int runs)
    {
        bool HalfPass(int size) => Trial.Count(Of(size), 1, 0, runs, j => j.Verdict == Verdict.Pass).Share >= 0.5;

        int low = 2, high = Size;
        while (!HalfPass(high))
        {
            (low, high) = (high, high * 2);
        }

        while (high > low * 1.03 && high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = HalfPass(middle) ? (low, middle) : (middle, high);
        }

        return high;
    }
}
