using System.Globalization;

namespace CanaryJudge.Fixtures.Shapes;

/// <summary>Latency histograms as Prometheus exports them: per minute the number of requests up to each bound, within that minute.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Minutes">The length of the window.</param>
internal sealed record HistogramLatency(string Metric, int Minutes) : IShape
{
    private static readonly double[] s_bounds = [0.025, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, double.PositiveInfinity];

    /// <summary>Requests a minute and arm, on average.</summary>
    public double Requests { get; init; } = 300;

    /// <summary>The canary's bounds; null: as in the baseline.</summary>
    public IReadOnlyList<double>? CanaryBounds { get; init; }

    /// <summary>The share of the canary's requests that take five to ten times as long.</summary>
    public double SlowShare { get; init; }

    /// <inheritdoc />
    public IEnumerable<Row> Rows(Chance chance)
    {
        foreach (var arm in Row.Arms)
        {
            var bounds = arm == "canary" && CanaryBounds is { } own ? [.. own] : s_bounds;
            for (var minute = 0; minute < Minutes; minute++)
            {
                var upTo = new int[bounds.Length];
                for (var left = chance.Poisson(Requests); left > 0; left--)
                {
                    var slow = chance.Happens(SlowShare) ? chance.Between(5, 10) : 1;
                    var seconds = chance.LogNormal(0.09, 0.5) * (arm == "canary" ? slow : 1);
                    for (var k = bounds.Length - 1; k >= 0 && seconds <= bounds[k]; k--)
                    {
                        upTo[k]++;
                    }
                }

                for (var k = 0; k < upTo.Length; k++)
                {
                    var bound = double.IsFinite(bounds[k]) ? bounds[k].ToString(CultureInfo.InvariantCulture) : "+Inf";
                    yield return new(Row.At(minute * 60), arm, Metric, $"{upTo[k]}") { Le = bound };
                }
            }
        }
    }
}
