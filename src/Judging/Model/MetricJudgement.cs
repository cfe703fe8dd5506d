using CanaryJudge.Judging.Config;

namespace CanaryJudge.Judging.Model;

/// <summary>The verdict on one metric with the evidence it rests on.</summary>
public sealed record MetricJudgement
{
    /// <summary>The metric's name.</summary>
    public required string Name { get; init; }

    /// <summary>The kind, as in the policy.</summary>
    public required string Kind { get; init; }

    /// <summary>The unit; empty when unknown.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The direction of harm.</summary>
    public Direction Direction { get; init; }

    /// <summary>The group; empty when none.</summary>
    public string Group { get; init; } = "";

    /// <summary>Whether its FAIL fails the judgement in every policy.</summary>
    public bool Critical { get; init; }

    /// <summary>Whether it is shown but decides nothing.</summary>
    public bool Muted { get; init; }

    /// <summary>Its weight in the score.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Harm up to this is not worth failing.</summary>
    public Allowance Tolerance { get; init; } = Allowance.None;

    /// <summary>Harm of this size must not be let through.</summary>
    public Allowance Margin { get; init; } = Allowance.None;

    /// <summary>The verdict.</summary>
    public Verdict Verdict { get; init; } = Verdict.Inconclusive;

    /// <summary>One or two sentences for whoever is on call.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The stable code of the reason.</summary>
    public ReasonCode ReasonCode { get; init; }

    /// <summary>The measure that decided: the effect's or a guard's.</summary>
    public string DecidedBy { get; init; } = "";

    /// <summary>The name of the primary measure's test.</summary>
    public string Method { get; init; } = "";

    /// <summary>The number of strata within which the arms were compared; 0 without strata.</summary>
    public int Strata { get; init; }

    /// <summary>The baseline's values.</summary>
    public ArmSummary? Baseline { get; init; }

    /// <summary>The canary's values.</summary>
    public ArmSummary? Canary { get; init; }

    /// <summary>The primary measure; null when there was nothing to measure.</summary>
    public Effect? Effect { get; init; }

    /// <summary>Further measures that can fail the metric.</summary>
    public IReadOnlyList<Effect> Guards { get; init; } = [];

    /// <summary>Whether the promised error rates are approximate for this evidence.</summary>
    public bool Approximate { get; init; }

    /// <summary>What would decide, when inconclusive and knowable.</summary>
    public Needed? Needed { get; init; }

    /// <summary>What a reader should know.</summary>
    public IReadOnlyList<Warning> Warnings { get; init; } = [];

    /// <summary>Where and what is odd in it; explains the verdict and never makes one.</summary>
    public IReadOnlyList<Anomaly> Anomalies { get; init; } = [];

    /// <summary>What Kayenta says of it; null unless the policy asks for its rules.</summary>
    public KayentaWords? Kayenta { get; init; }

    /// <summary>The measure that decided, with its numbers: a guard or the primary one.</summary>
    public Effect? Decisive => Guards.FirstOrDefault(g => g.Measure == DecidedBy) ?? Effect;

    /// <summary>What a value is called: <c>requests</c>, <c>points</c>, <c>events</c>.</summary>
    public string CountNoun => Kind switch
    {
        "points" => "points",
        "count" => "events",
        _ => "requests",
    };
}
