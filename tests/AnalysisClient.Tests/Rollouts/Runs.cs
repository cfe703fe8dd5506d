using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Tests.Rollouts;

/// <summary>A rollout's folder, and runners on it.</summary>
internal sealed class Runs : IDisposable
{
    public static RolloutPlan Plan { get; } = new()
    {
        Steps = [new() { Weight = new(500), Min = 5, Max = 60 }, new() { Weight = new(2500), Min = 5, Max = 60 }],
        Settle = 1,
        BlindAfter = 60,
        VerifyEvery = 5,
        Late = 15,
    };

    public static RolloutPlan ByTime { get; } = Plan with { Steps = [.. Plan.Steps.Select(s => s with { Gate = Gate.Time })], BlindAfter = 0 };

    public string Folder { get; } = Path.Combine(Directory.CreateTempSubdirectory("canaryjudge-rollout-").FullName, "shop-1.1");

    public FastTime Time { get; } = new();

    public ScriptedTarget Target { get; init; } = new();

    public JournalContents Journal => JournalContents.Read(Folder);

    public IEnumerable<RolloutRecord> Records => Journal.Records.Select(r => r.Record);

    public RolloutSetup Setup(RolloutPlan? plan = null) => new()
    {
        RolloutId = "shop-1.1",
        Plan = plan ?? ByTime,
        PlanHash = "hash",
        Controller = Target,
        Time = Time,
    };

    /// <summary>Runs to the end, on a journal of its own.</summary>
    public async Task<RolloutEnd> RunAsync(RolloutSetup? setup = null, Func<RolloutRunner, Task>? meanwhile = null)
    {
        using var journal = RolloutJournal.Open(Folder, Time);
        using var runner = new RolloutRunner(setup ?? Setup(), journal);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var running = runner.RunAsync(limit.Token);
        if (meanwhile is not null)
        {
            await meanwhile(runner);
        }

        return await running;
    }

    /// <summary>Waits until something holds.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        while (!holds())
        {
            await Task.Delay(5, limit.Token);
        }
    }

    public static Task UntilPhaseAsync(RolloutRunner runner, RolloutPhase phase) => UntilAsync(() => runner.Status?.State.Phase == phase);

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(Folder)!, recursive: true);
}
