using CanaryJudge.AnalysisClient.Tests.Traffic.Targets;
using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.AnalysisClient.Traffic.Haproxy;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Haproxy;

/// <summary>Against a real HAProxy.</summary>
public sealed class HaproxyControllerTests
{
    private static readonly Dictionary<string, string> s_pools = new() { ["canary"] = "canary-*", ["baseline"] = "baseline-1,baseline-2,baseline-3,baseline-4,baseline-5" };

    [Fact]
    public async Task Traffic_is_split_as_asked_and_as_read()
    {
        const int Requests = 2_000;
        await using var target = await HaproxyTarget.StartAsync();
        foreach (var percent in new[] { 5, 25, 50.5, 100, 0 })
        {
            var weight = await target.Controller.MustSetAsync(percent);

            Assert.Equal(weight, await target.Controller.ReadAsync());
            Shares.AssertFits(weight, await target.Visitors.CanaryAsync(Requests), Requests);
        }
    }

    [Fact]
    public async Task Pools_of_unequal_size_are_split_as_asked_too()
    {
        const int Requests = 2_000;
        await using var target = await HaproxyTarget.StartAsync(canaries: 2, baselines: 5, settings: s_pools);

        var weight = await target.Controller.MustSetAsync(33.33);

        Assert.InRange(weight.BasisPoints, 3320, 3333);
        Shares.AssertFits(weight, await target.Visitors.CanaryAsync(Requests), Requests);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    public async Task What_is_in_force_is_at_most_what_was_asked_and_less_than_a_grain_below(int canaries, int baselines)
    {
        await using var target = await HaproxyTarget.StartAsync(canaries, baselines, settings: canaries == 1 ? null : s_pools);
        var grain = (await target.Controller.DescribeAsync(TestContext.Current.CancellationToken))!.Grain;

        for (var asked = 40; asked < 10_000; asked += 43)
        {
            var had = await target.Controller.MustSetAsync(asked / 100.0);

            Assert.InRange(had.BasisPoints, asked - grain + 1, asked);
        }
    }

    [Fact]
    public async Task Weights_that_people_write_are_had_to_a_twentieth_of_a_percent()
    {
        await using var target = await HaproxyTarget.StartAsync();
        foreach (var percent in new[] { 0.5, 1, 2, 5, 10, 20, 25, 30, 40, 50, 60, 75, 80, 90, 95, 99 })
        {
            var had = await target.Controller.MustSetAsync(percent);

            Assert.InRange(had.BasisPoints, (int)(percent * 100) - 5, (int)(percent * 100));
        }
    }

    [Fact]
    public async Task A_share_below_the_smallest_is_refused_and_changes_nothing()
    {
        await using var target = await HaproxyTarget.StartAsync();
        await target.Controller.MustSetAsync(5);

        var change = await target.Controller.SetAsync(0.3);

        Assert.StartsWith("0.3% of web cannot be had", Assert.IsType<WeightChange.Rejected>(change).Reason, StringComparison.Ordinal);
        Assert.Equal(new Weight(500), await target.Controller.ReadAsync());
    }

    [Fact]
    public async Task No_request_fails_while_the_weight_changes_under_load()
    {
        await using var target = await HaproxyTarget.StartAsync();
        using var end = new CancellationTokenSource();
        var visits = target.Visitors.VisitAsync(end.Token);

        for (var epoch = 1; epoch <= 40; epoch++)
        {
            await target.Controller.MustSetAsync((epoch % 4) switch { 0 => 0, 1 => 5, 2 => 50, _ => 100 }, epoch);
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await end.CancelAsync();
        var (baseline, canary, failures) = await visits;
        Assert.Empty(failures);
        Assert.True(baseline > 0 && canary > 0, $"{baseline} to the baseline, {canary} to the canary");
    }

    [Fact]
    public async Task A_reload_is_seen_and_the_same_order_puts_the_weight_back()
    {
        await using var target = await HaproxyTarget.StartAsync();
        await target.Controller.MustSetAsync(25);

        await target.ReloadAsync();

        Assert.Equal(Weight.Zero, await target.Controller.ReadAsync());
        Assert.Equal(new Weight(2500), await target.Controller.MustSetAsync(25));
        Shares.AssertFits(new(2500), await target.Visitors.CanaryAsync(1_000), 1_000);
    }

    [Theory]
    [InlineData("static-rr", 10_000)]
    [InlineData("source", 39)]
    public async Task A_static_algorithm_takes_nothing_and_everything_only(string balance, int grain)
    {
        await using var target = await HaproxyTarget.StartAsync(balance: balance, canaryWeight: 100);

        Assert.Equal(grain, (await target.Controller.DescribeAsync(TestContext.Current.CancellationToken))!.Grain);
        Assert.Equal(Weight.Zero, await target.Controller.MustSetAsync(0));
        Assert.Contains($"'balance {balance}' takes no weights", Assert.IsType<WeightChange.Rejected>(await target.Controller.SetAsync(25)).Reason, StringComparison.Ordinal);
        Assert.Equal(Weight.Zero, await target.Controller.ReadAsync());
        Assert.Equal(Weight.Full, await target.Controller.MustSetAsync(100));
        Assert.Equal(100, await target.Visitors.CanaryAsync(100));
    }

    [Fact]
    public async Task A_static_algorithm_never_loses_all_its_servers()
    {
        await using var target = await HaproxyTarget.StartAsync(balance: "static-rr", canaryWeight: 0);

        Assert.Contains("canary is configured with none", Assert.IsType<WeightChange.Rejected>(await target.Controller.SetAsync(100)).Reason, StringComparison.Ordinal);

        Assert.Equal(0, await target.Visitors.CanaryAsync(100));
    }

    [Theory]
    [InlineData("set server web/canary weight 128", 3413)]
    [InlineData("set server web/canary state maint", 0)]
    [InlineData("set server web/canary state drain", 0)]
    public async Task What_another_hand_did_is_read(string command, int found)
    {
        await using var target = await HaproxyTarget.StartAsync();
        await target.Controller.MustSetAsync(5);

        await target.SayAsync(command);

        Assert.InRange((await target.Controller.ReadAsync())!.Value.BasisPoints, found - 30, found + 30);
    }

    [Fact]
    public async Task A_server_that_is_taken_out_is_named_when_the_weight_does_not_come()
    {
        await using var target = await HaproxyTarget.StartAsync();
        await target.SayAsync("set server web/canary state maint");

        var change = await target.Controller.SetAsync(5);

        Assert.EndsWith("web runs at 0%; taken out: canary.", Assert.IsType<WeightChange.Unknown>(change).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backend", "shop", "does not show the backend 'shop': Can't find backend.")]
    [InlineData("canary", "cannary", "has no server 'cannary' for the canary; it has baseline, canary")]
    [InlineData("baseline", "*", "belong to both arms: canary")]
    public async Task Names_that_are_not_there_are_refused_with_those_that_are(string key, string value, string message)
    {
        await using var target = await HaproxyTarget.StartAsync(settings: new() { [key] = value });

        Assert.Contains(message, Assert.IsType<WeightChange.Rejected>(await target.Controller.SetAsync(5)).Reason, StringComparison.Ordinal);
        Assert.Null(await target.Controller.ReadAsync());
    }

    [Fact]
    public async Task Servers_of_neither_arm_make_no_split_but_backups_may_be_there()
    {
        await using var backed = await HaproxyTarget.StartAsync(more: "    server spare 127.0.0.1:1 backup");
        await using var mixed = await HaproxyTarget.StartAsync(more: "    server other 127.0.0.1:1");

        Assert.Equal(new Weight(500), await backed.Controller.MustSetAsync(5));
        Assert.Contains("servers of neither arm: other", Assert.IsType<WeightChange.Rejected>(await mixed.Controller.SetAsync(5)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_without_the_right_to_change_is_refused_in_HAProxy_s_words()
    {
        await using var target = await HaproxyTarget.StartAsync(level: "operator");

        Assert.Contains("Permission denied", Assert.IsType<WeightChange.Rejected>(await target.Controller.SetAsync(5)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1\n# be_id be_name srv_id srv_name\n2 web 1 base")]
    public async Task An_answer_that_was_cut_off_says_nothing_and_refuses_nothing(string answer)
    {
        using var folder = new TargetFolder();
        using var listener = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        listener.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(folder["admin.sock"]));
        listener.Listen();
        var serving = Task.Run(async () =>
        {
            using var caller = await listener.AcceptAsync(TestContext.Current.CancellationToken);
            await caller.ReceiveAsync(new byte[4096], TestContext.Current.CancellationToken);
            await caller.SendAsync(System.Text.Encoding.ASCII.GetBytes(answer), TestContext.Current.CancellationToken);
        }, TestContext.Current.CancellationToken);
        using var controller = HaproxyController.Kind.Open(new Dictionary<string, string> { ["socket"] = folder["admin.sock"], ["backend"] = "web" });

        var change = await controller.SetAsync(5);

        Assert.Contains("broke off its answer", Assert.IsType<WeightChange.Unknown>(change).Reason, StringComparison.Ordinal);
        await serving;
    }

    [Fact]
    public async Task Nothing_is_known_of_a_target_that_is_down()
    {
        await using var target = await HaproxyTarget.StartAsync();
        target.Folder.Stop();

        Assert.Null(await target.Controller.DescribeAsync(TestContext.Current.CancellationToken));
        Assert.Null(await target.Controller.ReadAsync());
        Assert.IsType<WeightChange.Unknown>(await target.Controller.SetAsync(5));
    }

    [Theory]
    [InlineData("socket", "admin.sock", "The socket is a path")]
    [InlineData("backend", "web;shutdown", "A backend is one name")]
    [InlineData("canary", "a b", "Servers are names")]
    [InlineData("canary", "c*y", "Servers are names")]
    public void A_setting_that_cannot_stand_in_a_command_is_refused(string key, string value, string message)
    {
        var settings = new Dictionary<string, string> { ["socket"] = "/x", ["backend"] = "web" };
        settings[key] = value;

        Assert.StartsWith(message, Assert.Single(HaproxyController.Kind.Problems(settings)).Message, StringComparison.Ordinal);
    }
}
