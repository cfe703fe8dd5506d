using System.Diagnostics;
using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Tests.Rollouts;

/// <summary>A rollout of real processes before a real HAProxy, and what is done to it.</summary>
internal sealed class CrashRun : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<Process> _processes = [];
    private SocketTap? _tap;

    private CrashRun(string more)
    {
        Data = _folder.At("data");
        File = _folder.Write("rollout.yaml", $$"""
            apiVersion: canaryjudge/v1
            kind: Rollout
            name: shop
            controller: {kind: haproxy, socket: {{Target.Tap}}, backend: web}
            settle: 0s
            verifyEvery: 1s
            late: 1s
            {{more}}
            """);
    }

    public Haproxy Target { get; } = new();

    public string File { get; }

    public string Data { get; }

    public string Folder => Path.Combine(Data, "rollouts", "shop");

    public JournalContents Journal => JournalContents.Read(Folder);

    public IReadOnlyList<RolloutRecord> Records => [.. Journal.Records.Select(r => r.Record)];

    /// <summary>Two steps by time, a second each.</summary>
    public const string ByTime = "judge: none\nsteps: [{weight: 5%, min: 1s}, {weight: 25%, min: 1s}]\nresume: {within: 5m}";

    /// <summary>One step that waits for a person.</summary>
    public const string Waiting = "judge: none\nsteps: [{weight: 25%, gate: approval}]";

    /// <summary>Starts HAProxy.</summary>
    /// <param name="more">The rest of the file.</param>
    /// <param name="at">Runs at each moment of each call.</param>
    public static async Task<CrashRun> StartAsync(string more = ByTime, Func<TapMoment, Task>? at = null)
    {
        var run = new CrashRun(more);
        run._tap = new(run.Target.Tap, run.Target.Socket, at ?? (_ => Task.CompletedTask));
        await run.Target.StartAsync();
        return run;
    }

    /// <summary>Starts a runner.</summary>
    public Process Run(params string[] more)
    {
        var process = new Call(["rollout", "run", File, "--data", Data, .. more]).Start();
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        _processes.Add(process);
        return process;
    }

    /// <summary>Runs one to its end.</summary>
    public Task<int> RunToEndAsync(params string[] more) => EndAsync(Run(more));

    public static async Task<int> EndAsync(Process process)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(80));
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    /// <summary>Gives a command.</summary>
    public async Task<int> TellAsync(string command, params string[] more) => (await Call.ToolAsync(["rollout", command, "shop", "--data", Data, .. more])).Code;

    public Task UntilAsync(Func<IReadOnlyList<RolloutRecord>, bool> holds) => Soon.UntilAsync(() => holds(Records));

    /// <summary>The end on record, once, after moves without a gap; and the target is there.</summary>
    public async Task AssertEndAsync(RolloutOutcome outcome, Weight weight)
    {
        Assert.Equal(outcome, Journal.State.Outcome);
        Assert.Single(Records, r => r is RolloutRecord.Done);
        Assert.Equal(weight, await Target.WeightAsync());
        var moves = Records.OfType<RolloutRecord.Move>().ToList();
        Assert.Equal(Enumerable.Range(1, moves.Count).Select(e => (long)e), moves.Select(m => m.Epoch));
    }

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }

            process.Dispose();
        }

        _tap?.Dispose();
        Target.Dispose();
        _folder.Dispose();
    }
}
