namespace CanaryJudge.Judging.History;

/// <summary>How an A/A pair was made of one arm's history.</summary>
public enum PairSort
{
    /// <summary>The instances that the labels name are dealt to the arms: both run side by side, as in a release.</summary>
    Instances,

    /// <summary>The values, events and requests of one stretch are dealt to the arms: nothing but chance can differ.</summary>
    Values,

    /// <summary>A stretch beside the next one, moved onto it: the arms come from different times, so drift counts as harm.</summary>
    Shifted,
}
