using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Kinds;

/// <summary>What a kind found in the two arms of a metric, before the error budget is shared out and a verdict is given.</summary>
public sealed record Finding
{
    /// <summary>Why nothing can be said; null when the measures below were computed.</summary>
    public Obstacle? Obstacle { get; init; }

    /// <summary>The plan, with allowances that depend on the data filled in.</summary>
    public required MetricPlan Plan { get; init; }

    /// <summary>The baseline's values.</summary>
    public ArmSummary? Baseline { get; init; }

    /// <summary>The canary's values.</summary>
    public ArmSummary? Canary { get; init; }

    /// <summary>The primary measure; null with an obstacle.</summary>
    public Effect? Primary { get; init; }

    /// <summary>Guards in effect.</summary>
    public IReadOnlyList<Effect> Guards { get; init; } = [];

    /// <summary>The smallest number of canary values with which PASS may be given: the guards in effect must have had a chance to speak.</summary>
    public double MinimumForPass { get; init; }

    /// <summary>Canary values that would rule out harm of the margin's size, in the median, if nothing changed; null: not known.</summary>
    public double? NeededForPass { get; init; }

    /// <summary>Whether a change of the margin's size would hide in the resolution of the data: more of them would not help.</summary>
    public bool IsTooCoarse { get; init; }

    /// <summary>The smallest p-value that this many values could give; above the level no data could ever fail the metric. Null: not known.</summary>
    public double? SmallestPValue { get; init; }

    /// <summary>How long the canary's values took to come.</summary>
    public TimeSpan? Span { get; init; }

    /// <summary>When the data begin and end, in Unix nanoseconds; null without times.</summary>
    public (long From, long To)? Window { get; init; }

    /// <summary>The strata within which the arms were compared; null: there are none.</summary>
    public StrataCount? Strata { get; init; }

    /// <summary>The baseline's data as one series, those of strata joined; null: none.</summary>
    internal SeriesData? BaselineData { get; init; }

    /// <summary>The canary's data as one series; null: none.</summary>
    internal SeriesData? CanaryData { get; init; }

    /// <summary>Where and what is odd over time.</summary>
    public IReadOnlyList<Anomaly> Anomalies { get; init; } = [];

    /// <summary>What a reader should know.</summary>
    public IReadOnlyList<Warning> Warnings { get; init; } = [];
}

/// <summary>Why a metric cannot be measured.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Message">One sentence that says what was found and what would help.</param>
public sealed record Obstacle(ReasonCode Code, string Message);

/// <summary>How many strata, and what they are called.</summary>
/// <param name="Count">At least 2.</param>
/// <param name="Noun">In the plural: <c>regions</c>; <c>strata</c> where several labels make them.</param>
public sealed record StrataCount(int Count, string Noun)
{
    /// <summary><c>3 regions</c>.</summary>
    public override string ToString() => $"{Reports.Numbers.Count(Count)} {Noun}";
}
