namespace CanaryJudge.Statistics.Sequential;

/// <summary>What one look at one metric found.</summary>
public sealed record SequentialLook
{
    /// <summary>The number of the look, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>What the baseline has given so far: requests, exposure, common buckets, samples or keys.</summary>
    public required double BaselineCount { get; init; }

    /// <summary>What the canary has given so far, in the same unit.</summary>
    public required double CanaryCount { get; init; }

    /// <summary>The evidence about the primary measure, one for each side that is harm.</summary>
    public required IReadOnlyList<SideEvidence> Sides { get; init; }

    /// <summary>The evidence of the guards, one for each tail.</summary>
    public IReadOnlyList<GuardEvidence> Guards { get; init; } = [];

    /// <summary>Harm beyond the tolerance was proven, at this look or an earlier one of the run.</summary>
    public required bool IsHarmful { get; init; }

    /// <summary>The guard that proved it first; null for the primary measure, or while nothing is proven.</summary>
    public double? HarmfulGuard { get; init; }

    /// <summary>Harm of the margin's size was ruled out, at this look or an earlier one of this step. Harm that is proven goes first.</summary>
    public required bool IsAcceptable { get; init; }

    /// <summary>The autocorrelation used at the scale of buckets; null for other methods or before it is known.</summary>
    public double? Phi { get; init; }

    /// <summary>The autocorrelation used at the scale of five buckets.</summary>
    public double? CoarsePhi { get; init; }

    /// <summary>The number of independent values that the data are worth; null where nothing is taken off.</summary>
    public double? EffectiveCount { get; init; }

    /// <summary>The dispersion of events; null for other methods, NaN before it is known.</summary>
    public double? Dispersion { get; init; }

    /// <summary>What the evidence is divided by, at least 1; positive infinity where that cannot be said yet.</summary>
    public double Divisor { get; init; } = 1;

    /// <summary>Whether the error rates are approximate at this look.</summary>
    public bool IsApproximate { get; init; }

    /// <summary>What keeps it from a decision, or what a reader must know.</summary>
    public SequentialReasons Reasons { get; init; }
}
