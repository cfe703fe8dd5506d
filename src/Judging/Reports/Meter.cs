using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Reports;

/// <summary>How far the evidence of harm has come to what fails: log of the odds over log of the odds needed.</summary>
/// <param name="Odds">1 in so many, by chance.</param>
/// <param name="Needed">1 in so many fails.</param>
public sealed record Meter(double Odds, double Needed)
{
    private const int Length = 10;
    private const string Eighths = "·▏▎▍▌▋▊▉";

    /// <summary>From 0 to 1, where it fails.</summary>
    public double Progress => Odds > 1 ? Math.Clamp(Math.Log(Odds) / Math.Log(Needed), 0, 1) : 0;

    /// <summary><c>1 in 86/240</c>; where it fails <c>reached</c>.</summary>
    public string Text => Odds >= Needed ? "reached" : $"1 in {Numbers.OneInText(Odds)}/{Numbers.OneInText(Needed)}";

    /// <summary>The meter of a metric: of the effect that decides.</summary>
    /// <param name="metric">The metric.</param>
    /// <returns>Null: nothing was tested.</returns>
    public static Meter? Of(MetricJudgement metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return metric.Guards.Append(metric.Effect)
            .Where(e => e is { PValue: not null, Alpha: > 0 })
            .Select(e => new Meter(Numbers.OneIn(e!.PValue!.Value), Numbers.OneIn(e.Alpha!.Value)))
            .MaxBy(m => m.Progress);
    }

    /// <summary>Ten cells, filled from the left; the last one never before it fails.</summary>
    /// <param name="ascii">Whether only ASCII may be used.</param>
    public string Draw(bool ascii)
    {
        var eighths = (int)Math.Floor(Progress * Length * 8);
        var (full, rest) = (eighths / 8, eighths % 8);
        return ascii
            ? new string('#', full).PadRight(Length, '.')
            : new string('█', full) + (full < Length ? Eighths[rest] + new string('·', Length - full - 1) : "");
    }
}
