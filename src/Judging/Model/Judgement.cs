namespace CanaryJudge.Judging.Model;

/// <summary>One evaluation of all metrics.</summary>
public sealed record Judgement
{
    /// <summary>The policy's name; empty without one.</summary>
    public string Policy { get; init; } = "";

    /// <summary>The verdict.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>One or two sentences for whoever is on call.</summary>
    public required string Reason { get; init; }

    /// <summary>The stable code of the reason.</summary>
    public required ReasonCode ReasonCode { get; init; }

    /// <summary>What a traffic controller should do.</summary>
    public NextAction Action => Verdict switch
    {
        Verdict.Pass => NextAction.Advance,
        Verdict.Fail => NextAction.RollBack,
        _ => NextAction.KeepWatching,
    };

    /// <summary>The passing share of the weight of all non-muted metrics, 0 to 100; by Kayenta's rules its score.</summary>
    public double Score { get; init; }

    /// <summary>Metrics in the order of the report: fail, inconclusive, pass, muted; worst first.</summary>
    public required IReadOnlyList<MetricJudgement> Metrics { get; init; }

    /// <summary>Groups by name.</summary>
    public IReadOnlyList<GroupJudgement> Groups { get; init; } = [];

    /// <summary>The names of the metrics that decided.</summary>
    public IReadOnlyList<string> DecidedBy { get; init; } = [];

    /// <summary>The run's chance of failing an unchanged release; 0 by Kayenta's rules, which promise none.</summary>
    public double Alpha { get; init; }

    /// <summary>A metric's chance of passing when worse by its margin; 0 by Kayenta's rules.</summary>
    public double Beta { get; init; }

    /// <summary>When the data begin; null without times.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>When the data end; null without times.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Whether the metrics together are unlike the baseline; null when nobody asked, and where a mere warning had too little to look at.</summary>
    public JointJudgement? Joint { get; init; }

    /// <summary>What a reader should know.</summary>
    public IReadOnlyList<Warning> Warnings { get; init; } = [];

    /// <summary>The version of the judge.</summary>
    public string JudgeVersion { get; init; } = "";

    /// <summary>SHA-256 of the policy in its canonical form, hex; the same for the same rules however they were written.</summary>
    public string PolicyHash { get; init; } = "";

    /// <summary>The seed of whatever chance was used; the verdict rule itself uses none.</summary>
    public ulong Seed { get; init; }

    /// <summary>Which look of an analysis this is; null when all data were judged at once.</summary>
    public JudgedLook? Look { get; init; }

    /// <summary>What Kayenta says of the whole; null unless the policy asks for its rules.</summary>
    public KayentaWords? Kayenta { get; init; }
}
