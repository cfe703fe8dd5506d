using System.Diagnostics;
using CanaryJudge.Contracts.V1;
using Grpc.Core;

namespace CanaryJudge.AnalysisServer.Tests.Analyses;

/// <summary>What happens to the disk under a real server process.</summary>
public sealed class DiskFaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_a_full_disk_nothing_is_taken_readyz_says_so_and_it_goes_on_when_there_is_room()
    {
        using var disk = SmallDisk.MountOrSkip(megabytes: 4);
        await using var server = await ServerProcess.StartAsync("--data", disk.Path);
        await Inputs.CreateAsync(server.Analyses, "a");
        await Inputs.SendAsync(server.Analyses, "a", 1, Inputs.Minutes(3));
        var ballast = Path.Combine(disk.Path, "ballast");
        Fill(ballast);

        RpcException? refused = null;
        ulong taken = 1;
        while (refused is null && taken < 100)
        {
            try
            {
                await Inputs.SendAsync(server.Analyses, "a", taken + 1, Inputs.Latency(Series.Types.Arm.Canary, 5_000, Requests.Minute(3)));
                taken++;
            }
            catch (RpcException e)
            {
                refused = e;
            }
        }

        using var full = await server.Http.GetAsync("/readyz", Cancellation);
        var shown = await Inputs.GetAsync(server.Analyses, "a");
        using var alive = await server.Http.GetAsync("/healthz", Cancellation);
        File.Delete(ballast);
        using var free = await server.Http.GetAsync("/readyz", Cancellation);
        var ack = await Inputs.SendAsync(server.Analyses, "a", taken + 1, Inputs.Latency(Series.Types.Arm.Canary, 5_000, Requests.Minute(3)));
        var after = await Inputs.GetAsync(server.Analyses, "a");

        Assert.Equal(StatusCode.Unavailable, refused!.StatusCode);
        Assert.Contains("the disk is full. Free some room", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Equal((503, 200, 200), ((int)full.StatusCode, (int)alive.StatusCode, (int)free.StatusCode));
        Assert.Equal(taken, shown.Producers["p"]);
        Assert.False(ack.Repeated);
        Assert.Equal((taken + 1, 6 + ((long)taken * 5_000)), (after.Producers["p"], after.Counts.Accepted));
    }

    [Fact]
    public async Task What_is_durable_is_counted_also_where_the_disk_is_full_for_what_was_taken_with_it()
    {
        using var disk = SmallDisk.MountOrSkip(megabytes: 4);
        await using var server = await ServerProcess.StartAsync("--data", disk.Path);
        await Inputs.CreateAsync(server.Analyses, "a");
        using var call = server.Analyses.Ingest(cancellationToken: Cancellation);
        ulong acknowledged = 0;
        var refused = Assert.ThrowsAsync<RpcException>(async () =>
        {
            await foreach (var ack in call.ResponseStream.ReadAllAsync(Cancellation))
            {
                acknowledged = ack.Sequence;
            }
        });

        // Nobody waits for acknowledgements, so that many are in each group; 4 MB hold some forty.
        for (ulong sequence = 1; sequence <= 400 && !refused.IsCompleted; sequence++)
        {
            try
            {
                await call.RequestStream.WriteAsync(Inputs.Streamed("a", sequence, Inputs.Latency(Series.Types.Arm.Canary, 5_000, Requests.Minute((int)sequence))), Cancellation);
            }
            catch (Exception e) when (e is RpcException or InvalidOperationException)
            {
                break;
            }
        }

        Assert.Equal(StatusCode.Unavailable, (await refused).StatusCode);
        var shown = await Inputs.GetAsync(server.Analyses, "a");
        var meters = await server.Http.GetStringAsync("/metrics", Cancellation);

        Assert.True(shown.Producers["p"] >= acknowledged, "What was acknowledged is there.");
        Assert.Contains($"canaryjudge_ingested_rows_total{{outcome=\"accepted\"}} {shown.Counts.Accepted}\n", meters, StringComparison.Ordinal);
        Assert.Contains($"canaryjudge_looks_total {shown.Looks}\n", meters, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_ahead_log_that_was_removed_from_a_killed_server_takes_with_it_what_it_held_and_no_more()
    {
        using var data = new TempFolder();
        await using (var first = await ServerProcess.StartAsync("--data", data.Path))
        {
            await Inputs.CreateAsync(first.Analyses, "kept");
            await Inputs.SendAsync(first.Analyses, "kept", 1, Inputs.Minutes(3));
            await first.StopAsync();
        }

        Assert.False(File.Exists(data.File("canaryjudge.db-wal")), "A server that was stopped leaves nothing to remove.");
        await using (var second = await ServerProcess.StartAsync("--data", data.Path))
        {
            await Inputs.CreateAsync(second.Analyses, "gone");
            await Inputs.SendAsync(second.Analyses, "kept", 2, Inputs.Minutes(2, first: 3));
            await second.KillAsync();
        }

        File.Delete(data.File("canaryjudge.db-wal"));
        await using var third = await ServerProcess.StartAsync("--data", data.Path);
        var kept = await Inputs.GetAsync(third.Analyses, "kept");
        var gone = await Assert.ThrowsAsync<RpcException>(() => Inputs.GetAsync(third.Analyses, "gone"));
        var gap = await Assert.ThrowsAsync<RpcException>(() => Inputs.SendAsync(third.Analyses, "kept", 3, Inputs.Minutes(1, first: 5)));
        var again = await Inputs.SendAsync(third.Analyses, "kept", 2, Inputs.Minutes(2, first: 3));

        Assert.Equal("Healthy", await third.Http.GetStringAsync("/readyz", Cancellation));
        Assert.Equal((1UL, 6L), (kept.Producers["p"], kept.Counts.Accepted));
        Assert.Equal(StatusCode.NotFound, gone.StatusCode);
        Assert.Contains("sequence is 3, expected 2", gap.Status.Detail, StringComparison.Ordinal);
        Assert.False(again.Repeated);
    }

    private static void Fill(string file)
    {
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                stream.Write(block);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>A real file system of a few megabytes, in memory.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private readonly TempFolder _folder = new();

        public static SmallDisk MountOrSkip(int megabytes)
        {
            var disk = new SmallDisk();
            if (!Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Path))
            {
                disk._folder.Dispose();
                Assert.Skip("This user may not mount a file system of a few megabytes.");
            }

            return disk;
        }

        public string Path => _folder.Path;

        public void Dispose()
        {
            Run("umount", "-l", _folder.Path);
            _folder.Dispose();
        }

        private static bool Run(string program, params string[] arguments)
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
                process.WaitForExit();
                return process.ExitCode == 0;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false;
            }
        }
    }
}
