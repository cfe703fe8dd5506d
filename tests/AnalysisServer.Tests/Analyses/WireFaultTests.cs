using System.Net;
using System.Net.Http.Headers;
using CanaryJudge.Contracts.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;

namespace CanaryJudge.AnalysisServer.Tests.Analyses;

/// <summary>What callers and networks do to a real server process: nothing acknowledged is lost, nothing counts twice, and others are served on.</summary>
public sealed class WireFaultTests
{
    private const int RowsPerBatch = 20;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Streams_that_are_cut_off_give_back_their_room()
    {
        await using var server = await RunningServer.StartAsync("--max-ingest-bytes", "3000000");
        await Inputs.CreateAsync(server.Analyses, "a");
        foreach (var cut in Enumerable.Range(0, 20))
        {
            using var call = server.Analyses.Ingest(cancellationToken: Cancellation);
            for (ulong sequence = 1; sequence <= 90; sequence++)
            {
                // More than are read ahead; the gap, or being cut off, ends the stream while some are held.
                var batch = Inputs.Streamed("a", cut % 2 == 0 ? sequence : sequence + 1_000, Inputs.Latency(Series.Types.Arm.Canary, 2_500, Requests.Minute(cut)));
                batch.Producer = $"p{cut}";
                try
                {
                    await call.RequestStream.WriteAsync(batch, Cancellation);
                }
                catch (Exception e) when (e is RpcException or InvalidOperationException)
                {
                    break;
                }
            }
        }

        // All but a single batch of it: what ended is let go of soon, not at once.
        var whole = Inputs.Latency(Series.Types.Arm.Canary, 180_000, Requests.Minute(30));
        await Soon.True(async () =>
        {
            try
            {
                await Inputs.SendAsync(server.Analyses, "a", 1, whole);
                return true;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted)
            {
                return false;
            }
        });
    }

    [Fact]
    public async Task Watchers_that_read_nothing_hold_up_nobody()
    {
        using var data = new TempFolder();
        await using var server = await ServerProcess.StartAsync("--data", data.Path);
        await Inputs.CreateAsync(server.Analyses, "a");
        var watches = Enumerable.Range(0, 50).Select(_ => server.Analyses.WatchAnalysis(new() { Name = "analyses/a" }, cancellationToken: Cancellation)).ToList();

        for (var minute = 0; minute < 200; minute++)
        {
            await Inputs.SendAsync(server.Analyses, "a", (ulong)minute + 1, Inputs.Minutes(1, first: minute)).WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        }

        using var late = server.Analyses.WatchAnalysis(new() { Name = "analyses/a" }, cancellationToken: Cancellation);
        Assert.True(await late.ResponseStream.MoveNext(Cancellation).WaitAsync(TimeSpan.FromSeconds(10), Cancellation));
        Assert.Equal(199, late.ResponseStream.Current.Event.Look.Number);

        // One that wakes up is brought to the present: the newest look is not lost, however many it slept through.
        var newest = 0L;
        while (newest < 199 && await watches[0].ResponseStream.MoveNext(Cancellation).WaitAsync(TimeSpan.FromSeconds(10), Cancellation))
        {
            newest = watches[0].ResponseStream.Current.Event.Look?.Number ?? newest;
        }

        Assert.Equal(199, newest);
        watches.ForEach(w => w.Dispose());
    }

    [Fact]
    public async Task A_connection_cut_in_the_midst_of_a_batch_leaves_no_part_of_it()
    {
        using var data = new TempFolder();
        await using var server = await ServerProcess.StartAsync("--data", data.Path);
        await Inputs.CreateAsync(server.Analyses, "a");
        var batch = Batch("p", 1).ToByteArray();
        byte[] frame = [0, 0, 0, (byte)(batch.Length >> 8), (byte)batch.Length, .. batch];
        foreach (var cut in new[] { 1, 4, 5, 6, frame.Length / 2, frame.Length - 1 })
        {
            using var http = new HttpClient();
            using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            using var body = new CutContent(frame[..cut], leaving);
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Grpc, "/canaryjudge.v1.AnalysisService/Ingest")) { Content = body, Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            await Assert.ThrowsAnyAsync<Exception>(() => http.SendAsync(request, leaving.Token));
        }

        var before = await Inputs.GetAsync(server.Analyses, "a");
        var ack = await server.Analyses.IngestBatchAsync(Batch("p", 1), cancellationToken: Cancellation);
        var after = await Inputs.GetAsync(server.Analyses, "a");

        Assert.Empty(before.Producers);
        Assert.False(ack.Repeated);
        Assert.Equal(RowsPerBatch, after.Counts.Accepted);
        Assert.Equal("Healthy", await server.Http.GetStringAsync("/readyz", Cancellation));
    }

    [Fact]
    public async Task Batches_under_deadlines_of_a_millisecond_are_taken_whole_or_not_at_all()
    {
        using var data = new TempFolder();
        await using var server = await ServerProcess.StartAsync("--data", data.Path);
        await Inputs.CreateAsync(server.Analyses, "a");
        var late = 0;
        const int Batches = 100;
        for (ulong sequence = 1; sequence <= Batches; sequence++)
        {
            try
            {
                await server.Analyses.IngestBatchAsync(Batch("p", sequence), deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(1), cancellationToken: Cancellation);
            }
            catch (RpcException e)
            {
                Assert.Contains(e.StatusCode, new[] { StatusCode.DeadlineExceeded, StatusCode.Cancelled });
                late++;
                await server.Analyses.IngestBatchAsync(Batch("p", sequence), cancellationToken: Cancellation);
            }
        }

        var analysis = await Inputs.GetAsync(server.Analyses, "a");
        Assert.InRange(late, 1, Batches);
        Assert.Equal((ulong)Batches, analysis.Producers["p"]);
        Assert.Equal((Batches * RowsPerBatch, 0, 0), (analysis.Counts.Accepted, analysis.Counts.Duplicate, analysis.Counts.Late));
    }

    [Fact]
    public async Task Of_two_clients_under_one_producer_id_each_batch_counts_once_and_the_other_one_is_told()
    {
        using var data = new TempFolder();
        await using var server = await ServerProcess.StartAsync("--data", data.Path);
        await Inputs.CreateAsync(server.Analyses, "same");
        await Inputs.CreateAsync(server.Analyses, "other");
        using var second = GrpcChannel.ForAddress(server.Grpc);
        AnalysisService.AnalysisServiceClient[] clients = [server.Analyses, new(second)];
        const int Batches = 50;

        // The same data from both: the slower one repeats.
        var repeats = await Task.WhenAll(clients.Select(client => SendAllAsync(client, "same", _ => 0)));

        // Other data: whoever is first with a sequence is taken, the other one hears that the id is not its own.
        var refusals = await Task.WhenAll(clients.Select((client, i) => SendAllAsync(client, "other", _ => i)));

        Analysis same = await Inputs.GetAsync(server.Analyses, "same"), other = await Inputs.GetAsync(server.Analyses, "other");
        Assert.Equal(Batches, repeats.Sum(r => r.Repeated));
        Assert.Equal(0, repeats.Sum(r => r.Reused));
        Assert.Equal(Batches, refusals.Sum(r => r.Reused));
        Assert.Equal(0, refusals.Sum(r => r.Repeated));
        foreach (var analysis in new[] { same, other })
        {
            Assert.Equal((ulong)Batches, analysis.Producers["p"]);
            Assert.Equal((Batches * RowsPerBatch, 0), (analysis.Counts.Accepted, analysis.Counts.Duplicate));
        }

        async Task<(int Repeated, int Reused)> SendAllAsync(AnalysisService.AnalysisServiceClient client, string id, Func<ulong, int> variant)
        {
            var (repeated, reused) = (0, 0);
            for (ulong sequence = 1; sequence <= Batches; sequence++)
            {
                try
                {
                    repeated += (await client.IngestBatchAsync(Batch("p", sequence, id, variant(sequence)), cancellationToken: Cancellation)).Repeated ? 1 : 0;
                }
                catch (RpcException e)
                {
                    var info = e.GetRpcStatus()!.GetDetail<ErrorInfo>();
                    Assert.Equal((StatusCode.AlreadyExists, "SEQUENCE_REUSED"), (e.StatusCode, info.Reason));
                    Assert.InRange(ulong.Parse(info.Metadata["expected"]), sequence + 1, (ulong)Batches + 1);
                    reused++;
                }
            }

            return (repeated, reused);
        }
    }

    [Fact]
    public async Task Clients_that_come_back_to_a_killed_server_lose_nothing_and_count_nothing_twice()
    {
        using var data = new TempFolder();
        var chance = new Random(11);
        const int Producers = 4, Kills = 4;
        var address = new TaskCompletionSource<Uri>();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var acknowledged = new ulong[Producers];
        var clients = Enumerable.Range(0, Producers).Select(i => Task.Run(() => ClientAsync(i), Cancellation)).ToArray();
        for (var kill = 0; kill <= Kills; kill++)
        {
            await using var server = await ServerProcess.StartAsync("--data", data.Path);
            await Inputs.CreateAsync(server.Analyses, "a");
            address.TrySetResult(server.Grpc);
            await Task.Delay(300 + chance.Next(500), Cancellation);
            if (kill < Kills)
            {
                address = new();
                await server.KillAsync();
                continue;
            }

            await stopping.CancelAsync();
            await Task.WhenAll(clients);
            var analysis = await Inputs.GetAsync(server.Analyses, "a");
            var durable = Enumerable.Range(0, Producers).Select(i => analysis.Producers[$"p{i}"]).ToArray();
            Assert.All(durable.Zip(acknowledged), pair => Assert.InRange(pair.First, pair.Second, pair.Second + 1));
            Assert.Equal(durable.Sum(d => (long)d) * RowsPerBatch, analysis.Counts.Accepted + analysis.Counts.Late);
            Assert.All(acknowledged, a => Assert.True(a > Kills, $"Only {a} batches of a producer were acknowledged."));
        }

        async Task ClientAsync(int i)
        {
            for (ulong sequence = 1; !stopping.IsCancellationRequested;)
            {
                try
                {
                    using var channel = GrpcChannel.ForAddress(await address.Task.WaitAsync(stopping.Token));
                    var client = new AnalysisService.AnalysisServiceClient(channel);
                    for (; !stopping.IsCancellationRequested; sequence++)
                    {
                        await client.IngestBatchAsync(Batch($"p{i}", sequence), cancellationToken: stopping.Token);
                        acknowledged[i] = sequence;
                    }
                }
                catch (Exception e) when (e is RpcException { StatusCode: StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled or StatusCode.NotFound } or OperationCanceledException)
                {
                    // The server is dead, or not there yet: the same batch again.
                    await Task.Delay(20, CancellationToken.None);
                }
            }
        }
    }

    [Fact]
    public async Task An_analysis_that_is_asked_for_while_it_is_created_is_never_said_to_be_missing_by_its_creation()
    {
        await using var server = await RunningServer.StartAsync();
        for (var i = 0; i < 200; i++)
        {
            var id = $"a{i}";

            // Askers that leave at once, too: an activation whose first call ran out of time knows of no analysis.
            var asking = Enumerable.Range(0, 4).Select(async k =>
            {
                try
                {
                    await server.Analyses.GetAnalysisAsync(
                        new() { Name = $"analyses/{id}" }, deadline: k % 2 == 0 ? TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(1) : null, cancellationToken: Cancellation);
                }
                catch (RpcException e) when (e.StatusCode is StatusCode.NotFound or StatusCode.DeadlineExceeded or StatusCode.Cancelled)
                {
                }
            }).ToArray();
            Assert.Equal($"analyses/{id}", (await Inputs.CreateAsync(server.Analyses, id)).Name);
            await Task.WhenAll(asking);
        }
    }

    private static IngestBatchRequest Batch(string producer, ulong sequence, string id = "a", int variant = 0) => new()
    {
        Analysis = $"analyses/{id}",
        Producer = producer,
        Sequence = sequence,
        Series =
        {
            Inputs.Latency(
                sequence % 2 == 0 ? Series.Types.Arm.Baseline : Series.Types.Arm.Canary, RowsPerBatch, Requests.Minute(0) + ((long)sequence * 100_000_000) + variant),
        },
    };

    /// <summary>A body that ends in the midst of itself, with its connection.</summary>
    private sealed class CutContent : HttpContent
    {
        private readonly byte[] _part;
        private readonly CancellationTokenSource _leaving;

        public CutContent(byte[] part, CancellationTokenSource leaving)
        {
            (_part, _leaving) = (part, leaving);
            Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_part);
            await stream.FlushAsync();
            await Task.Delay(50);
            await _leaving.CancelAsync();
            await Task.Delay(Timeout.Infinite, _leaving.Token);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
