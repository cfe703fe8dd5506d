using CanaryJudge.Judging.Kayenta;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Config;

/// <summary>What the user wrote: which metrics matter, and how much.</summary>
public sealed record Policy
{
    /// <summary>The policy's name; may be empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>The run's chance of failing an unchanged release; in (0, 0.5), default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>A metric's chance of passing when worse by its margin; in (0, 0.5), default 0.05.</summary>
    public double Beta { get; init; } = 0.05;

    /// <summary>How metrics make a judgement; null: any FAIL fails.</summary>
    public ScoreRule? Score { get; init; }

    /// <summary>How the traffic should be split; null: not known, so it is not checked.</summary>
    public ExpectedSplit? Split { get; init; }

    /// <summary>Whether all metrics together are looked at.</summary>
    public JointPolicy Joint { get; init; } = new();

    /// <summary>Findings on the health of the comparison that withhold a PASS; empty: they are only warned about.</summary>
    public IReadOnlyList<WarningCode> Health { get; init; } = [];

    /// <summary>The metrics; null: no policy was given and every metric in the data is judged with defaults.</summary>
    public IReadOnlyList<MetricPolicy>? Metrics { get; init; }

    /// <summary>Whose rules judge; the default is our own.</summary>
    public Compatibility Compatibility { get; init; }

    /// <summary>The Kayenta canary config that was given as the policy; null: what stands above says all. Only with Kayenta's rules.</summary>
    public KayentaConfig? CanaryConfig { get; init; }

    /// <summary>Judges every metric in the data with defaults.</summary>
    public static Policy Inferred { get; } = new();

    /// <summary>The same rules with another share of the traffic expected for the canary.</summary>
    /// <param name="canaryShare">Between 0 and 1.</param>
    public Policy WithSplit(double canaryShare) => this with { Split = (Split ?? new(canaryShare)) with { CanaryShare = canaryShare } };
}

/// <summary>Decides by the score: PASS from <paramref name="Pass"/>, INCONCLUSIVE from <paramref name="Marginal"/>, else FAIL.</summary>
/// <param name="Pass">0 to 100.</param>
/// <param name="Marginal">0 to <paramref name="Pass"/>.</param>
public sealed record ScoreRule(double Pass, double Marginal);

/// <summary>A user's mistake.</summary>
/// <param name="Path">Where: <c>metrics[1].margin</c>.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
public sealed record PolicyProblem(string Path, string Message)
{
    /// <summary>A warning does not stop the judging.</summary>
    public bool IsWarning { get; init; }
}
