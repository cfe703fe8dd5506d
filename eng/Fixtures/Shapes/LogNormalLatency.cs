namespace CanaryJudge.Fixtures.Shapes;

/// <summary>Raw request latencies: log-normal, at random instants of one window.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Baseline">Requests of the baseline.</param>
/// <param name="Canary">Requests of the canary.</param>
internal sealed record LogNormalLatency(string Metric, int Baseline, int Canary) : IShape
{
    /// <summary>The median, in the metric's unit.</summary>
    public double Median { get; init; } = 120;

    /// <summary>The standard deviation of the logarithm.</summary>
    public double Sigma { get; init; } = 0.4;

    /// <summary>The same in the canary; null: as in the baseline.</summary>
    public double? CanarySigma { get; init; }

    /// <summary>The length of the window.</summary>
    public double Minutes { get; init; } = 30;

    /// <summary>Every canary request takes this many times as long.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>This share of the canary's requests ...</summary>
    public double SlowShare { get; init; }

    /// <summary>... takes so many times as long, from and to, evenly.</summary>
    public (double From, double To) SlowBy { get; init; } = (5, 10);

    /// <summary>Only canary requests in this part of the window are changed: 0 to 1 is all of it.</summary>
    public (double From, double To) Part { get; init; } = (0, 1);

    /// <summary>The baseline was taken this many days earlier.</summary>
    public int BaselineDaysBefore { get; init; }

    /// <summary>The share of values that are lost: NaN.</summary>
    public double Lost { get; init; }

    /// <inheritdoc />
    public IEnumerable<Row> Rows(Chance chance)
    {
        for (var i = 0; i < Baseline; i++)
        {
            var at = chance.Between(0, Minutes * 60) - (BaselineDaysBefore * 86_400.0);
            yield return Made(chance, at, "baseline", chance.LogNormal(Median, Sigma));
        }

        for (var i = 0; i < Canary; i++)
        {
            var part = chance.Uniform();
            var value = chance.LogNormal(Median, CanarySigma ?? Sigma);
            var slow = chance.Happens(SlowShare) ? chance.Between(SlowBy.From, SlowBy.To) : 1;
            var changed = part >= Part.From && part < Part.To;
            yield return Made(chance, part * Minutes * 60, "canary", changed ? value * Factor * slow : value);
        }
    }

    private Row Made(Chance chance, double at, string arm, double value) =>
        new(Row.At(at), arm, Metric, Row.Text(chance.Happens(Lost) ? double.NaN : value));
}
