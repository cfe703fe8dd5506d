using System.Diagnostics;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Tests.Rollouts.Crash;

/// <summary>A rollout at HAProxy whose calls and appends are known by number, so that it can be struck at each.</summary>
internal abstract class Journey
{
    /// <summary>Two steps by time, then all traffic.</summary>
    /// <remarks>
    /// Calls: 1 describe, 2 read, 3 to 6 set 5 % (look, one arm, the other arm, look), 7 read, 8 to 11 set 25 %, 12 read, 13 to 16 set 100 %, 17 read. Appends: 1 created, 2 opened, 3 move to 5 %, 4 verified, 5 move to 25 %,
    /// 6 verified, 7 move to 100 %, 8 verified and done.
    /// </remarks>
    public static Journey Forward { get; } = new ForwardJourney();

    /// <summary>A runner that was killed at 25 % is started again and told to go back. Its own calls and appends count, and it is in doubt, so the end waits.</summary>
    /// <remarks>Calls: 1 describe, 2 read, 3 to 6 set 0, 7 read, 8 read again. Appends: 1 opened, 2 rollback and move, 3 zero verified, 4 done.</remarks>
    public static Journey Back { get; } = new BackJourney();

    public abstract string Name { get; }

    /// <summary>The rest of the rollout file.</summary>
    public abstract string Plan { get; }

    public abstract IReadOnlyList<KillPoint> Points { get; }

    /// <summary>Its end when nobody interferes for long.</summary>
    public abstract (int Exit, RolloutOutcome Outcome, Weight Weight) End { get; }

    /// <summary>Runs up to where the victim starts.</summary>
    public abstract Task PrepareAsync(CrashRun run);

    /// <summary>Tells a runner to go back, where the journey does and no runner has taken it to heart yet.</summary>
    public abstract Task UrgeAsync(CrashRun run, Process runner);

    /// <summary>Starts the victim and kills it.</summary>
    public async Task KillAsync(CrashRun run, KillPoint point)
    {
        await PrepareAsync(run);
        var victim = point.Append == 0 ? await InCallAsync(run, point) : (await AtAppendAsync(run, point.Append, point.Snap)).Victim;

        await run.ExitsAsync(128 + 9, victim);
        ((HaproxyTarget)run.Target).Tap.At = _ => Task.CompletedTask;
    }

    /// <summary>Starts the victim with a trap that snaps at an append.</summary>
    /// <returns>The victim, and the trap; null: it goes with the victim.</returns>
    public abstract Task<(Process Victim, Trap? Trap)> AtAppendAsync(CrashRun run, int append, Snap does, params string[] options);

    /// <summary>Starts the victim; at a moment of a call of the journey, something happens to it.</summary>
    public async Task<Process> AtCallAsync(CrashRun run, int call, TapStage stage, Func<Process, Task> happens, params string[] options)
    {
        var tap = ((HaproxyTarget)run.Target).Tap;
        var (before, victim, isPast) = (tap.Answered, new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously), 0);
        tap.At = async moment =>
        {
            if (moment.Call == before + call && moment.Stage == stage && Interlocked.Exchange(ref isPast, 1) == 0)
            {
                await happens(await victim.Task);
            }
        };
        var process = run.Run(options);
        victim.SetResult(process);
        await UrgeAsync(run, process);
        return process;
    }

    /// <summary>Sets a trap while a call is held, so that the answer to it runs into it.</summary>
    protected async Task<(Process Victim, Trap? Trap)> HeldAsync(CrashRun run, int call, Snap does, string[] options)
    {
        var trap = new TaskCompletionSource<Trap>(TaskCreationOptions.RunContinuationsAsynchronously);
        var victim = await AtCallAsync(run, call, TapStage.Done, async v => trap.SetResult(await run.TrapAsync(v, does)), options);
        return (victim, await trap.Task);
    }

    /// <summary>Sets a trap when so many lines are there.</summary>
    protected static async Task<(Process Victim, Trap? Trap)> AfterLineAsync(CrashRun run, Process victim, int lines, Snap does)
    {
        await CrashRun.UntilAsync(() => Task.FromResult(run.Journal.Lines.Count >= lines));
        return (victim, await run.TrapAsync(victim, does));
    }

    private Task<Process> InCallAsync(CrashRun run, KillPoint point) => AtCallAsync(run, point.Call, point.Stage, CrashRun.KillAsync);

    private static IEnumerable<KillPoint> Calls(int from, int to) => Enumerable.Range(from, to - from + 1).SelectMany(c => Enum.GetValues<TapStage>().Select(s => KillPoint.In(c, s)));

    private static IEnumerable<KillPoint> Appends(int count) => Enumerable.Range(1, count).SelectMany(a => new[] { KillPoint.At(a, isAfter: false), KillPoint.At(a, isAfter: true) });

    private sealed class ForwardJourney : Journey
    {
        public override string Name => "forward";

        public override string Plan => "judge: none\nverifyEvery: 30s\nsteps: [{weight: 5%, min: 2s}, {weight: 25%, min: 2s}]\nresume: {within: 5m}";

        public override IReadOnlyList<KillPoint> Points { get; } = [.. Calls(1, 17), .. Appends(8)];

        public override (int Exit, RolloutOutcome Outcome, Weight Weight) End => (0, RolloutOutcome.Promoted, Weight.Full);

        public override Task PrepareAsync(CrashRun run) => Task.CompletedTask;

        public override Task UrgeAsync(CrashRun run, Process runner) => Task.CompletedTask;

        public override Task<(Process Victim, Trap? Trap)> AtAppendAsync(CrashRun run, int append, Snap does, params string[] options) => append switch
        {
            1 or 2 => Task.FromResult<(Process, Trap?)>((run.RunTrapped(does, append, options), null)),
            5 or 7 => AfterLineAsync(run, run.Run(options), append - 1, does),
            _ => HeldAsync(run, append switch { 3 => 2, 4 => 7, 6 => 12, _ => 17 }, does, options),
        };
    }

    private sealed class BackJourney : Journey
    {
        private const int LinesBefore = 4;
        private const int CallsOfOpening = 2;

        public override string Name => "back";

        public override string Plan => "judge: none\nverifyEvery: 30s\nsteps: [{weight: 25%, gate: approval}]\nresume: {within: 5m}";

        public override IReadOnlyList<KillPoint> Points { get; } = [.. Calls(3, 8), .. Appends(4)];

        public override (int Exit, RolloutOutcome Outcome, Weight Weight) End => (130, RolloutOutcome.RolledBack, Weight.Zero);

        public override async Task PrepareAsync(CrashRun run)
        {
            var first = run.Run();
            await run.UntilAsync(r => r.OfType<RolloutRecord.Verified>().Any());
            await CrashRun.KillAsync(first);
            Assert.Equal(LinesBefore, run.Journal.Lines.Count);
        }

        public override async Task UrgeAsync(CrashRun run, Process runner)
        {
            var (openings, answered) = (run.Records.Count(r => r is RolloutRecord.Opened), ((HaproxyTarget)run.Target).Tap.Answered);
            await CrashRun.UntilAsync(() => Task.FromResult(runner.HasExited || (run.Records.Count(r => r is RolloutRecord.Opened) > openings && (run.Journal.State.Latched || ((HaproxyTarget)run.Target).Tap.Answered >= answered + CallsOfOpening))));
            if (!run.Journal.State.Latched && !runner.HasExited)
            {
                await Call.SignalAsync(runner, "TERM");
            }
        }

        public override async Task<(Process Victim, Trap? Trap)> AtAppendAsync(CrashRun run, int append, Snap does, params string[] options)
        {
            switch (append)
            {
                case 1:
                    return (run.RunTrapped(does, 1, options), null);
                case 2:
                    var victim = run.Run(options);
                    var answered = ((HaproxyTarget)run.Target).Tap.Answered;
                    await CrashRun.UntilAsync(() => Task.FromResult(((HaproxyTarget)run.Target).Tap.Answered >= answered + CallsOfOpening));
                    var trap = await run.TrapAsync(victim, does);
                    await Call.SignalAsync(victim, "TERM");
                    return (victim, trap);
                case 3:
                    return await HeldAsync(run, 7, does, options);
                default:
                    var last = run.Run(options);
                    await UrgeAsync(run, last);
                    return await AfterLineAsync(run, last, LinesBefore + 3, does);
            }
        }
    }
}
