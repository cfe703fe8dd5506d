namespace CanaryJudge.Rollouts;

/// <summary>What came of a call to the target.</summary>
public enum AnswerKind
{
    /// <summary>A set: the weight is in force.</summary>
    Applied,

    /// <summary>A set: accepted, lands later or never.</summary>
    Pending,

    /// <summary>A set: will be refused again; nothing was written.</summary>
    Rejected,

    /// <summary>A set: somebody else changed the target; nothing was written.</summary>
    Conflict,

    /// <summary>A read: what was found.</summary>
    Weight,

    /// <summary>Either: no answer, or one that says nothing.</summary>
    Unknown,
}
