namespace CanaryJudge.Fixtures;

/// <summary>One folder of <c>data/fixtures</c>: data, policy, what is right, and why.</summary>
/// <param name="Name">The folder.</param>
/// <param name="Verdict">PASS, FAIL or INCONCLUSIVE.</param>
/// <param name="Why">One line that argues the verdict.</param>
internal sealed record Case(string Name, string Verdict, string Why)
{
    /// <summary>The metrics' data, in the order in which they take from the case's chance.</summary>
    public required IReadOnlyList<IShape> Data { get; init; }

    /// <summary>What the data show, in a few words.</summary>
    public required string Shows { get; init; }

    /// <summary>The policy's metrics, each as one flow mapping without its braces; empty: no policy at all.</summary>
    public IReadOnlyList<string> Policy { get; init; } = [];

    /// <summary>How the policy combines metrics; empty: the default.</summary>
    public string Decide { get; init; } = "";

    /// <summary>How the traffic is meant to be split, as a policy writes it; empty: not said.</summary>
    public string Split { get; init; } = "";

    /// <summary>The reason code that is right; empty: any.</summary>
    public string ReasonCode { get; init; } = "";

    /// <summary>Verdicts of single metrics, as a flow mapping without its braces; empty: none stated.</summary>
    public string Metrics { get; init; } = "";

    /// <summary>Where the data come from; null: this generator.</summary>
    public string? Origin { get; init; }

    /// <summary>Whether the rows stay in the order in which the shapes gave them; else they are sorted by time.</summary>
    public bool KeepOrder { get; init; }

    /// <summary>Whether the data are written as two wide files, one per arm.</summary>
    public bool Wide { get; init; }

    /// <summary>The name of the column that holds the stratum.</summary>
    public string StrataBy { get; init; } = "region";
}
