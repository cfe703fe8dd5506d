namespace CanaryJudge.Judging.Model;

/// <summary>How far the canary is from the baseline in one measure, and how sure that is.</summary>
/// <remarks>Absent numbers (null) could not be computed; an unbounded end is infinite here and left out on the wire. Signs are the metric's own: positive means the canary is larger.</remarks>
public sealed record Effect
{
    /// <summary>The measure: <c>shift</c>, <c>mean</c>, <c>rate</c>, <c>p90</c>, <c>p99</c>, ...</summary>
    public required string Measure { get; init; }

    /// <summary>The baseline's level, in the metric's unit (a rate per exposure for counts, a share for ratios).</summary>
    public double? Baseline { get; init; }

    /// <summary>The canary's level, as <see cref="Baseline"/>.</summary>
    public double? Canary { get; init; }

    /// <summary>Canary minus baseline, in the metric's unit.</summary>
    public double? Estimate { get; init; }

    /// <summary>The lower end of the estimate's interval.</summary>
    public double? Lower { get; init; }

    /// <summary>The upper end of the estimate's interval.</summary>
    public double? Upper { get; init; }

    /// <summary>The confidence of each end: 1 − beta.</summary>
    public double Confidence { get; init; }

    /// <summary>The change relative to the baseline: 0.25 is 25% more. Null where the baseline is not positive.</summary>
    public double? RelativeEstimate { get; init; }

    /// <summary>The lower end of the relative change.</summary>
    public double? RelativeLower { get; init; }

    /// <summary>The upper end of the relative change.</summary>
    public double? RelativeUpper { get; init; }

    /// <summary>The chance of evidence this strong if nothing changed, in [0, 1]; in the direction of harm.</summary>
    public double? PValue { get; init; }

    /// <summary>1 / <see cref="PValue"/>, two digits, rounded down, at most 1,000,000.</summary>
    public double? OneIn { get; init; }

    /// <summary>The level this measure must reach to fail: its share of the run's error budget.</summary>
    public double? Alpha { get; init; }

    /// <summary>The name of the test.</summary>
    public string Method { get; init; } = "";

    /// <summary>Harm is proven and matters: this measure alone fails its metric.</summary>
    public bool Failed { get; init; }
}
