using System.Diagnostics;
using System.Text;
using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Tests.Rollouts.Crash;

/// <summary>A rollout of real processes before a target, and what is done to it.</summary>
internal sealed class CrashRun : IDisposable
{
    /// <summary>Long enough for a machine that does much else; nothing that must happen within a time is measured by it.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(180);

    private readonly TempFolder _folder = new();
    private readonly List<Process> _processes = [];
    private readonly StringBuilder _said = new();

    private CrashRun(ICrashTarget target, string more)
    {
        Target = target;
        Data = _folder.At("data");
        File = _folder.Write("rollout.yaml", $$"""
            apiVersion: canaryjudge/v1
            kind: Rollout
            name: shop
            controller: {{target.Controller}}
            settle: 0s
            late: 1s
            {{more}}
            """);
    }

    public ICrashTarget Target { get; }

    public string File { get; }

    public string Data { get; }

    public string Folder => Path.Combine(Data, "rollouts", "shop");

    public JournalContents Journal => JournalContents.Read(Folder);

    public IReadOnlyList<RolloutRecord> Records => [.. Journal.Records.Select(r => r.Record)];

    /// <summary>What runners said, both streams.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Starts a target and writes a file.</summary>
    /// <param name="target">The target; it ends with the run.</param>
    /// <param name="more">The rest of the file.</param>
    public static async Task<CrashRun> StartAsync(ICrashTarget target, string more)
    {
        await target.StartAsync();
        return new(target, more);
    }

    /// <summary>Starts a runner.</summary>
    public Process Run(params string[] more) => Start(Tool(more));

    /// <summary>Starts a runner in a trap.</summary>
    /// <param name="does">What happens to it.</param>
    /// <param name="nth">At its n-th call of the kind.</param>
    /// <param name="more">Further options.</param>
    public Process RunTrapped(Snap does, int nth, params string[] more)
    {
        // A trap knows a file by its folder.
        Directory.CreateDirectory(Folder);
        var tool = Tool(more);
        return Start(tool with { Program = "strace", Arguments = [.. Trap.Around(does, nth, Folder, TrapLog), "dotnet", Call.Dll, .. tool.Arguments] });
    }

    /// <summary>Sets a trap for a runner.</summary>
    public Task<Trap> TrapAsync(Process victim, Snap does) => Trap.SetAsync(victim, does, Folder, TrapLog);

    /// <summary>Takes away the traps that runners were started in; they go on, or stay stopped.</summary>
    public async Task EndTracersAsync()
    {
        foreach (var tracer in Directory.GetDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out _) && IsTracer(d)))
        {
            using var kill = Process.Start("/bin/kill", ["-TERM", Path.GetFileName(tracer)]);
            await kill.WaitForExitAsync();
            await UntilAsync(() => Task.FromResult(!Directory.Exists(tracer) || !IsTracer(tracer)));
        }
    }

    /// <summary>Runs one to its end.</summary>
    public Task<int> RunToEndAsync(params string[] more) => EndAsync(Run(more));

    public static async Task<int> EndAsync(Process process)
    {
        using var patience = new CancellationTokenSource(s_patience);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    /// <summary>Waits for the end of one, which must exit so.</summary>
    public async Task ExitsAsync(int code, Process process)
    {
        var came = await EndAsync(process);
        Assert.True(came == code, $"exit {came} instead of {code}; runners said: {Said}");
    }

    /// <summary>Ends one with SIGKILL.</summary>
    public static async Task KillAsync(Process process)
    {
        process.Kill();
        await EndAsync(process);
    }

    /// <summary>Gives a command.</summary>
    public async Task<int> TellAsync(string command, params string[] more) => (await Call.ToolAsync(["rollout", command, "shop", "--data", Data, .. more])).Code;

    /// <summary>Waits for what is on record.</summary>
    public Task UntilAsync(Func<IReadOnlyList<RolloutRecord>, bool> holds) => UntilAsync(() => Task.FromResult(holds(Records)));

    /// <summary>Waits until the target is at a weight.</summary>
    public Task UntilAtAsync(Weight weight) => UntilAsync(async () => await Target.WeightAsync() == weight);

    /// <summary>Waits until something holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (!await holds())
        {
            await Task.Delay(10, patience.Token);
        }
    }

    /// <summary>The end on record, once, after moves without a gap; and the target is there.</summary>
    public async Task AssertEndAsync(RolloutOutcome outcome, Weight weight)
    {
        Assert.Equal(outcome, Journal.State.Outcome);
        Assert.Single(Records, r => r is RolloutRecord.Done);
        Assert.Equal(weight, await Target.WeightAsync());
        var moves = Records.OfType<RolloutRecord.Move>().ToList();
        Assert.Equal(Enumerable.Range(1, moves.Count).Select(e => (long)e), moves.Select(m => m.Epoch));
    }

    /// <summary>Rolled back, for a reason.</summary>
    public async Task AssertBackAsync(RollbackReason reason)
    {
        await AssertEndAsync(RolloutOutcome.RolledBack, Weight.Zero);
        Assert.Equal(reason, Journal.State.Reason);
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

        Target.Dispose();
        _folder.Dispose();
    }

    private bool IsTracer(string folder)
    {
        try
        {
            var line = System.IO.File.ReadAllText(Path.Combine(folder, "cmdline"));
            return line.StartsWith("strace\0", StringComparison.Ordinal) && line.Contains(TrapLog, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private string TrapLog => _folder.At("trap.log");

    private Call Tool(string[] more) => new(["rollout", "run", File, "--data", Data, .. more]);

    private Process Start(Call call)
    {
        var process = call.Start();
        _ = ListenAsync(process.StandardOutput);
        _ = ListenAsync(process.StandardError);
        _processes.Add(process);
        return process;
    }

    private async Task ListenAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_said)
            {
                _said.AppendLine(line);
            }
        }
    }
}
