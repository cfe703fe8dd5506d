namespace CanaryJudge.Judging.Model;

/// <summary>Why a verdict is what it is. Names are stable; on the wire they are upper case with underscores.</summary>
public enum ReasonCode
{
    /// <summary>FAIL: the test against no harm rejects and the estimated harm exceeds the tolerance.</summary>
    HarmProven,

    /// <summary>PASS: the upper bound of the harm is below the margin.</summary>
    HarmRuledOut,

    /// <summary>INCONCLUSIVE: harm as large as the margin is still possible.</summary>
    MarginNotRuledOut,

    /// <summary>INCONCLUSIVE: too few values to ever reach significance.</summary>
    NotEnoughData,

    /// <summary>INCONCLUSIVE: the primary measure would pass, a guard needs more values before it can speak.</summary>
    GuardNeedsData,

    /// <summary>Neither arm has a value.</summary>
    NoData,

    /// <summary>One arm has no value.</summary>
    OneArmEmpty,

    /// <summary>INCONCLUSIVE: both arms are constant at different values, so there is no noise to judge against.</summary>
    ZeroVariance,

    /// <summary>INCONCLUSIVE: one interval has two different values.</summary>
    ConflictingValues,

    /// <summary>INCONCLUSIVE: the two arms' data cannot be compared: another kind, other bucket bounds.</summary>
    NotComparable,

    /// <summary>INCONCLUSIVE: no events in the baseline, so a relative margin means nothing; an absolute one is needed.</summary>
    NeedsAbsoluteMargin,

    /// <summary>FAIL: a critical metric failed.</summary>
    CriticalMetricFailed,

    /// <summary>The score is below the policy's pass mark.</summary>
    ScoreBelowPass,

    /// <summary>PASS or INCONCLUSIVE by the policy's word on missing data.</summary>
    MissingByPolicy,

    /// <summary>INCONCLUSIVE: the policy mutes every metric, so nothing decides.</summary>
    NothingToJudge,

    /// <summary>INCONCLUSIVE of a judgement: every metric would pass, but the traffic is not split as expected and the policy withholds PASS then.</summary>
    SplitMismatch,

    /// <summary>By Kayenta's rules, as the policy asks; <see cref="KayentaWords"/> has its words.</summary>
    KayentaClassified,

    /// <summary>INCONCLUSIVE of a judgement: every metric would pass, but the policy withholds PASS from a comparison with such a flaw.</summary>
    UnhealthyComparison,

    /// <summary>FAIL of a judgement: the metrics together are unlike the baseline, and the policy guards against that.</summary>
    JointAnomaly,
}
