namespace CanaryJudge.Fixtures.Shapes;

/// <summary>One point per interval: a load that both arms share, times a noise of each arm that remembers (autoregressive of order one).</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Level">The usual level, in the metric's unit.</param>
/// <param name="Minutes">The length of the window.</param>
internal sealed record Ar1Points(string Metric, double Level, int Minutes) : IShape
{
    /// <summary>The standard deviation of each arm's own noise, as a share.</summary>
    public double Noise { get; init; } = 0.05;

    /// <summary>How much of the noise stays from one interval to the next.</summary>
    public double Phi { get; init; } = 0.5;

    /// <summary>The height of the daily load above and below the usual level, as a share.</summary>
    public double Load { get; init; } = 0.3;

    /// <summary>The canary's level is this many times the baseline's.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>The noise of the canary; null: as in the baseline.</summary>
    public double? CanaryNoise { get; init; }

    /// <summary>By the end the canary has grown by this share, evenly from nothing.</summary>
    public double Growth { get; init; }

    /// <summary>Only the first minutes of the canary are changed by the factor; 0: all.</summary>
    public int OnlyFirstMinutes { get; init; }

    /// <summary>The intervals of the arms, in seconds.</summary>
    public (int Baseline, int Canary) Seconds { get; init; } = (60, 60);

    /// <summary>The baseline was taken this many days earlier.</summary>
    public int BaselineDaysBefore { get; init; }

    /// <summary>The share of points that are lost.</summary>
    public double Lost { get; init; }

    /// <summary>What stands in a lost point's place.</summary>
    public double LostAs { get; init; } = double.NaN;

    /// <summary>The canary sends nothing between these minutes.</summary>
    public (int From, int To) CanarySilent { get; init; }

    /// <inheritdoc />
    public IEnumerable<Row> Rows(Chance chance)
    {
        foreach (var arm in Row.Arms)
        {
            var canary = arm == "canary";
            double seconds = canary ? Seconds.Canary : Seconds.Baseline, noise = canary ? CanaryNoise ?? Noise : Noise;
            var state = chance.Normal();
            for (double at = 0; at < Minutes * 60; at += seconds)
            {
                var load = 1 + (Load * Math.Sin(2 * Math.PI * (at - 14_400) / 86_400));
                var changed = OnlyFirstMinutes == 0 || at < OnlyFirstMinutes * 60;
                var harm = canary ? (changed ? Factor : 1) * (1 + (Growth * at / (Minutes * 60))) : 1;
                var value = chance.Happens(Lost) ? LostAs : Level * load * harm * Math.Exp(noise * state);
                if (!canary || at < CanarySilent.From * 60 || at >= CanarySilent.To * 60)
                {
                    yield return new(Row.At(at - (canary ? 0 : BaselineDaysBefore * 86_400.0)), arm, Metric, Row.Text(value));
                }

                state = (Phi * state) + (Math.Sqrt(1 - (Phi * Phi)) * chance.Normal());
            }
        }
    }
}
