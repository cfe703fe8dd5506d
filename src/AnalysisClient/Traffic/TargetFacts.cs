namespace CanaryJudge.AnalysisClient.Traffic;

/// <summary>What a target can do.</summary>
public sealed record TargetFacts
{
    /// <summary>The target in words for people: <c>HAProxy backend web at /run/haproxy.sock</c>. Holds no secret.</summary>
    public required string Target { get; init; }

    /// <summary>The finest step in basis points, rounded up: what is in force is at most the asked weight and less than this below it.</summary>
    /// <value>From 1 to 10,000. 1: every weight is had exactly; 10,000: only nothing and everything.</value>
    public required int Grain { get; init; }

    /// <summary>Whether the weight in force can be read at the target. If not, <see cref="WeightChange.Applied"/> is all there is to know.</summary>
    public bool ReadBack { get; init; } = true;

    /// <summary>Whether the target itself refuses orders that are older than one it has taken, by their fence and epoch.</summary>
    public bool Fences { get; init; }

    /// <summary>Whether the target falls back to zero by itself once <see cref="WeightOrder.ValidUntil"/> is over.</summary>
    public bool Expires { get; init; }

    /// <summary>How long after a call ended, or was given up, its order may still land.</summary>
    /// <value>Zero or more. Zero: when the call has ended, so has its effect.</value>
    public required TimeSpan LateBound { get; init; }
}
