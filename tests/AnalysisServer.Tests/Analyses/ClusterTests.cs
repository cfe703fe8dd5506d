using System.Diagnostics;
using CanaryJudge.Contracts.V1;
using Grpc.Core;

namespace CanaryJudge.AnalysisServer.Tests.Analyses;

/// <summary>Two servers on a real PostgreSQL.</summary>
public sealed class ClusterTests(Postgres postgres) : IClassFixture<Postgres>
{
    private const int Many = 12;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_one_server_is_killed_its_analyses_answer_from_the_other_with_nothing_acknowledged_lost()
    {
        var database = await postgres.DatabaseAsync();
        await using var first = await ServerProcess.StartAsync("--postgres", database, "--cluster", "test");
        await using var second = await ServerProcess.StartAsync("--postgres", database, "--cluster", "test");
        for (var i = 0; i < Many; i++)
        {
            await Inputs.CreateAsync(i % 2 == 0 ? first.Analyses : second.Analyses, $"a{i}");
            await Inputs.SendAsync(i % 2 == 0 ? second.Analyses : first.Analyses, $"a{i}", 1, Inputs.Minutes(3));
        }

        Assert.Equal("Healthy", await first.Http.GetStringAsync("/readyz", Cancellation));
        Assert.Equal("Healthy", await second.Http.GetStringAsync("/readyz", Cancellation));

        await first.KillAsync();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < Many; i++)
        {
            var id = $"a{i}";
            await Soon.True(
                async () =>
                {
                    try
                    {
                        Assert.Equal(1UL, (await Inputs.GetAsync(second.Analyses, id)).Producers["p"]);
                        await Inputs.SendAsync(second.Analyses, id, 2, Inputs.Minutes(2, first: 3));
                        return true;
                    }
                    catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
                    {
                        return false;
                    }
                });
        }

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
        for (var i = 0; i < Many; i++)
        {
            Assert.Equal(4, (await Inputs.GetAsync(second.Analyses, $"a{i}")).Looks);
        }

        TestContext.Current.SendDiagnosticMessage("The other server had taken over after {0}.", clock.Elapsed);
    }

    [Fact]
    public async Task While_the_database_is_down_a_batch_is_refused_and_afterwards_taken()
    {
        var database = await postgres.DatabaseAsync();
        await using var server = await RunningServer.StartAsync("--postgres", database);
        await Inputs.CreateAsync(server.Analyses, "a");
        await Inputs.SendAsync(server.Analyses, "a", 1, Inputs.Minutes(3));

        await postgres.KillAsync();
        var down = await Assert.ThrowsAsync<RpcException>(async () => await server.Analyses.IngestBatchAsync(Inputs.Batch("a", 2, Inputs.Minutes(2, first: 3)), cancellationToken: Cancellation));
        using var ready = await server.Http.GetAsync("/readyz", Cancellation);
        await postgres.StartAsync();
        IngestBatchResponse? ack = null;
        await Soon.True(async () =>
        {
            try
            {
                ack = await Inputs.SendAsync(server.Analyses, "a", 2, Inputs.Minutes(2, first: 3));
                return true;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
            {
                return false;
            }
        });

        Assert.Equal(StatusCode.Unavailable, down.StatusCode);
        Assert.Equal(503, (int)ready.StatusCode);
        Assert.Equal((2UL, 4UL, false), (ack!.Sequence, ack.Revision, ack.Repeated));
    }
}
