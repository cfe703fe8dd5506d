namespace CanaryJudge.Statistics.Sequential;

/// <summary>What keeps a metric from a decision, or what a reader of the evidence must know.</summary>
[Flags]
public enum SequentialReasons
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>An arm is empty, or there are fewer values than any decision may rest on.</summary>
    NotEnoughData = 1,

    /// <summary>The series is constant: there is nothing to test a difference against.</summary>
    ZeroVariance = 1 << 1,

    /// <summary>More than a fifth of the buckets have no value in one of the arms.</summary>
    MissingData = 1 << 2,

    /// <summary>Events come in bursts; the evidence is divided by their dispersion.</summary>
    Bursts = 1 << 3,

    /// <summary>Samples depend on each other; the evidence is divided by how much.</summary>
    DependentSamples = 1 << 4,

    /// <summary>Without any event a relative margin can never be shown.</summary>
    NeedsAbsoluteMargin = 1 << 5,

    /// <summary>The series is worth fewer than ten independent values.</summary>
    FewEffectiveValues = 1 << 6,

    /// <summary>Values that are not above 0 came after the comparison of logarithms had begun; they are left out.</summary>
    NotPositive = 1 << 7,

    /// <summary>Buckets with impossible counts were refused: counter resets, more events than the total.</summary>
    RefusedBuckets = 1 << 8,

    /// <summary>Values that are not finite were dropped.</summary>
    DroppedValues = 1 << 9,

    /// <summary>The planned end is over: no more looks.</summary>
    PastPlannedEnd = 1 << 10,
}
