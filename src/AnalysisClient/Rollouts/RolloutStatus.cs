using CanaryJudge.Contracts.V1;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Rollouts;

/// <summary>Where a running rollout stands.</summary>
public sealed record RolloutStatus
{
    /// <summary>The header of its journal.</summary>
    public required JournalHeader Header { get; init; }

    /// <summary>What is on record.</summary>
    public required RolloutState State { get; init; }

    /// <summary>What the runner remembers besides.</summary>
    public required RolloutMemory Memory { get; init; }

    /// <summary>Rollout time in seconds.</summary>
    public required long Now { get; init; }

    /// <summary>The time of day.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What the newest read found; null: nothing yet.</summary>
    public Weight? Found { get; init; }

    /// <summary>When it was found, in rollout time.</summary>
    public long FoundAt { get; init; }

    /// <summary>What the target said last, in words, when something is wrong; null: nothing is.</summary>
    public string? Note { get; init; }

    /// <summary>The newest verdict; null: none yet.</summary>
    public RolloutInput.Judged? Newest { get; init; }

    /// <summary>The judgement behind it; null: not known here.</summary>
    public Judgement? Judgement { get; init; }
}
