using System.Diagnostics;
using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Tests.Rollouts.Crash;

/// <summary>The disk is full at an append, and freed when the target is at zero, or never.</summary>
internal static class DiskRows
{
    public static IEnumerable<CrashCase> All =>
    [
        .. new[] { Journey.Forward, Journey.Back }.SelectMany(j => Enumerable.Range(1, j == Journey.Forward ? 8 : 4).SelectMany(a => new[]
        {
            new CrashCase("disk full", $"{j.Name}, append {a}, freed", () => FullAsync(j, a, isFreed: true)) { IsShare = j == Journey.Forward && a == 5 },
            new CrashCase("disk full", $"{j.Name}, append {a}, never freed", () => FullAsync(j, a, isFreed: false)),
        })),
        new("disk full", "a real one, which others fill as soon as there is room (needs root)", RealAsync),
    ];

    private static async Task FullAsync(Journey journey, int append, bool isFreed)
    {
        using var run = await CrashRun.StartAsync(new HaproxyTarget(), journey.Plan);
        await journey.PrepareAsync(run);
        var (victim, trap) = await journey.AtAppendAsync(run, append, Snap.FullDisk, isFreed ? [] : ["--timeout", "30s"]);
        using (trap)
        {
            await CrashRun.UntilAsync(() => Task.FromResult(victim.HasExited || run.Said.Contains("alarm=\"the journal cannot be written", StringComparison.Ordinal)));
            if (!victim.HasExited)
            {
                await run.UntilAtAsync(Weight.Zero);
            }

            if (isFreed)
            {
                trap?.Dispose();
                await run.EndTracersAsync();
            }

            await AssertEndAsync(run, journey, append, isFreed, victim);
        }
    }

    private static async Task AssertEndAsync(CrashRun run, Journey journey, int append, bool isFreed, Process victim)
    {
        var exit = await CrashRun.EndAsync(victim);
        Assert.Equal(Weight.Zero, await run.Target.WeightAsync());
        if (journey == Journey.Forward && append <= 3)
        {
            Assert.Equal(6, exit);
            Assert.Contains("nothing was touched", run.Said, StringComparison.Ordinal);
            Assert.DoesNotContain(run.Records, r => r is RolloutRecord.Move);
        }
        else if (isFreed)
        {
            // A rollback that is on record already keeps its cause.
            var isLatched = journey == Journey.Back && append > 2;
            Assert.Equal(isLatched ? 130 : 6, exit);
            await run.AssertBackAsync(isLatched ? RollbackReason.Abort : RollbackReason.Journal);
        }
        else
        {
            Assert.Equal(6, exit);
            Assert.Contains("is at zero, but the journal cannot be written", run.Said, StringComparison.Ordinal);
            Assert.DoesNotContain(run.Records, r => r is RolloutRecord.Done);
        }
    }

    private static async Task RealAsync()
    {
        using var run = await CrashRun.StartAsync(new HaproxyTarget(), Journey.Back.Plan);
        Directory.CreateDirectory(run.Data);
        Assert.Equal(0, (await new Call("-t", "tmpfs", "-o", "size=400k", "tmpfs", run.Data) { Program = "mount" }.RunAsync()).Code);
        try
        {
            var runner = run.Run();
            await run.UntilAsync(r => r.OfType<RolloutRecord.Verified>().Any());
            using var full = new CancellationTokenSource();
            var filling = FillAsync(Path.Combine(run.Data, "others"), full.Token);

            // Each of these is a line, until there is no room for one more.
            for (var i = 0; await run.Target.WeightAsync() != Weight.Zero; i++)
            {
                Assert.False(runner.HasExited);
                await CommandSocket.AskAsync(run.Folder, new() { ["command"] = i % 2 == 0 ? "freeze" : "resume" }, CancellationToken.None);
            }

            Assert.False(run.Journal.State.Latched);
            await full.CancelAsync();
            await filling;

            await run.ExitsAsync(6, runner);
            await run.AssertBackAsync(RollbackReason.Journal);
        }
        finally
        {
            await new Call("-l", run.Data) { Program = "umount" }.RunAsync();
        }
    }

    private static async Task FillAsync(string path, CancellationToken cancellation)
    {
        await using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            while (!cancellation.IsCancellationRequested)
            {
                try
                {
                    file.Write(new byte[64]);
                }
                catch (IOException)
                {
                    await Task.Delay(1, CancellationToken.None);
                }
            }
        }

        File.Delete(path);
    }
}
