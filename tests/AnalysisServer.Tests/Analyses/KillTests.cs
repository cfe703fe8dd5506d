using CanaryJudge.Contracts.V1;
using Grpc.Core;

namespace CanaryJudge.AnalysisServer.Tests.Analyses;

/// <summary>The server is killed at any moment, again and again, while data stream in.</summary>
public sealed class KillTests
{
    private const int RowsPerBatch = 20;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>How often the server is killed: 10 times, or as often as <c>./dev kill 50</c> says.</summary>
    private static int Kills => int.Parse(Environment.GetEnvironmentVariable("CANARYJUDGE_KILLS") ?? "10");

    [Fact]
    public async Task No_acknowledged_batch_is_lost_and_none_counted_twice()
    {
        using var data = new TempFolder();
        var chance = new Random(2026);
        ulong acknowledged = 0, sent = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var server = await ServerProcess.StartAsync("--data", data.Path);
            await Inputs.CreateAsync(server.Analyses, "a");
            var before = await Inputs.GetAsync(server.Analyses, "a");
            Check(before, acknowledged, sent);

            using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            // From the acknowledged one on: what was durable already and is sent again must change nothing.
            var streaming = StreamAsync(server, acknowledged, s => sent = Math.Max(sent, s), a => acknowledged = a, ending.Token);
            await Task.Delay(20 + chance.Next(400), Cancellation);
            await server.KillAsync();
            await ending.CancelAsync();
            await streaming;
        }

        await using var last = await ServerProcess.StartAsync("--data", data.Path);
        var after = await Inputs.GetAsync(last.Analyses, "a");
        Check(after, acknowledged, sent);
        Assert.True(acknowledged > (ulong)Kills, $"Only {acknowledged} batches were acknowledged.");

        // A server that was never killed and is given the same batches at once says the same.
        using var other = new TempFolder();
        await using var calm = await ServerProcess.StartAsync("--data", other.Path);
        await Inputs.CreateAsync(calm.Analyses, "a");
        for (ulong sequence = 1; sequence <= after.Producers["p"]; sequence++)
        {
            await calm.Analyses.IngestBatchAsync(Single(Batch(sequence)), cancellationToken: Cancellation);
        }

        var same = await Inputs.GetAsync(calm.Analyses, "a");
        Assert.Equal(same.Judgement, after.Judgement);
        Assert.Equal((same.Looks, same.Counts), (after.Looks, after.Counts));
        TestContext.Current.SendDiagnosticMessage("{0} kills, {1} batches acknowledged, {2} durable.", Kills, acknowledged, after.Producers["p"]);
    }

    private static void Check(Analysis analysis, ulong acknowledged, ulong sent)
    {
        var durable = analysis.Producers.GetValueOrDefault("p");
        Assert.InRange(durable, acknowledged, Math.Max(acknowledged, sent));
        Assert.Equal((long)durable * RowsPerBatch, analysis.Counts.Accepted);
        Assert.Equal(0, analysis.Counts.Duplicate + analysis.Counts.Late);
    }

    private static async Task StreamAsync(ServerProcess server, ulong from, Action<ulong> sent, Action<ulong> acknowledged, CancellationToken cancellation)
    {
        try
        {
            using var call = server.Analyses.Ingest(cancellationToken: cancellation);
            var reading = Task.Run(
                async () =>
                {
                    await foreach (var ack in call.ResponseStream.ReadAllAsync(cancellation))
                    {
                        acknowledged(ack.Sequence);
                    }
                },
                cancellation);
            try
            {
                for (var sequence = from + 1; ; sequence++)
                {
                    sent(sequence);
                    await call.RequestStream.WriteAsync(Batch(sequence), cancellation);
                }
            }
            finally
            {
                await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (Exception e) when (e is RpcException or IOException or OperationCanceledException or InvalidOperationException)
        {
            // The server is dead.
        }
    }

    private static IngestRequest Batch(ulong sequence) => Inputs.Streamed(
        "a", sequence, Inputs.Latency(sequence % 2 == 0 ? Series.Types.Arm.Baseline : Series.Types.Arm.Canary, RowsPerBatch, Requests.Minute(0) + ((long)sequence * 1_000_000_000)));

    private static IngestBatchRequest Single(IngestRequest batch) => new() { Analysis = batch.Analysis, Producer = batch.Producer, Sequence = batch.Sequence, Series = { batch.Series } };
}
