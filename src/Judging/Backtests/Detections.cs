namespace CanaryJudge.Judging.Backtests;

/// <summary>What a rule found of labelled cases.</summary>
/// <param name="Rule">The rule's name, as reports show it.</param>
/// <param name="Found">Faults that it found.</param>
/// <param name="Faults">All faults.</param>
/// <param name="Alarms">Healthy cases on which it alarmed.</param>
/// <param name="Healthy">All healthy cases.</param>
public sealed record Detections(string Rule, int Found, int Faults, int Alarms, int Healthy)
{
    /// <summary>The share of its alarms that are right, at the mix of these cases; null without alarms.</summary>
    public double? Precision => Found + Alarms == 0 ? null : (double)Found / (Found + Alarms);

    /// <summary>The share of faults that it found; null without faults.</summary>
    public double? Recall => Faults == 0 ? null : (double)Found / Faults;

    /// <summary>The harmonic mean of both; null without alarms or faults.</summary>
    public double? F1 => Precision is { } p && Recall is { } r ? p + r > 0 ? 2 * p * r / (p + r) : 0 : null;

    /// <summary>Two counts of the same rule together.</summary>
    /// <param name="one">The one.</param>
    /// <param name="other">The other.</param>
    public static Detections Together(Detections one, Detections other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return new(one.Rule, one.Found + other.Found, one.Faults + other.Faults, one.Alarms + other.Alarms, one.Healthy + other.Healthy);
    }
}
