using CanaryJudge.AnalysisClient.Rollouts.Notices;
using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Rollouts;

/// <summary>What a runner needs.</summary>
public sealed record RolloutSetup
{
    /// <summary>The rollout: <c>[a-z0-9][a-z0-9.-]{0,62}</c>.</summary>
    public required string RolloutId { get; init; }

    /// <summary>The plan of the file.</summary>
    public required RolloutPlan Plan { get; init; }

    /// <summary>A hash of everything that must not change under the same id.</summary>
    public required string PlanHash { get; init; }

    /// <summary>Moves the weight. The runner does not own it.</summary>
    public required ITrafficController Controller { get; init; }

    /// <summary>Who judges.</summary>
    public IVerdictFeed Feed { get; init; } = new NoVerdicts();

    /// <summary>Who is told.</summary>
    public IReadOnlyList<INoticeTarget> Notices { get; init; } = [];

    /// <summary>Hears what became of a notice at one of <see cref="Notices"/>, whose number from 0 it gets. Called from any thread; what it throws is dropped.</summary>
    public Action<int, RolloutNotice, NoticeFate> OnNotice { get; init; } = (_, _, _) => { };

    /// <summary>Who watches.</summary>
    public IReadOnlyList<IRolloutObserver> Observers { get; init; } = [];

    /// <summary>The clocks.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How long a call to the target may take.</summary>
    /// <value>The default is ten seconds.</value>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the way to zero is tried before the runner gives up; null: for ever.</summary>
    public TimeSpan? GiveUpAfter { get; init; }

    /// <summary>Whether a first signal leaves the weight where it is; else it rolls back.</summary>
    public bool LeaveOnStop { get; init; }
}
