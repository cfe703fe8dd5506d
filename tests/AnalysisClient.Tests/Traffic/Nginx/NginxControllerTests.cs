using System.Diagnostics;
using CanaryJudge.AnalysisClient.Tests.Traffic.Targets;
using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.AnalysisClient.Traffic.Nginx;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Nginx;

/// <summary>Against a real NGINX.</summary>
public sealed class NginxControllerTests
{
    [Fact]
    public async Task Users_are_split_as_asked_and_stay_where_they_are_while_the_weight_rises()
    {
        const int Users = 2_000;
        await using var target = await NginxTarget.StartAsync();
        var before = new HashSet<string>();
        var epoch = 0;
        foreach (var percent in new[] { 0, 0.5, 5, 25, 50.25, 100 })
        {
            var weight = await target.Controller.MustSetAsync(percent, ++epoch);
            var users = await target.Visitors.CanaryUsersAsync(Users);

            Assert.Equal(weight, await target.Controller.ReadAsync());
            Shares.AssertFits(weight, users.Count, Users);
            Assert.Superset(before, users);
            before = users;
        }
    }

    [Fact]
    public async Task The_next_rollout_starts_with_other_users()
    {
        await using var target = await NginxTarget.StartAsync();
        await target.Controller.MustSetAsync(10);
        var first = await target.Visitors.CanaryUsersAsync(1_000);

        await target.Controller.SetAsync(Order.Of(10, rollout: "checkout-1.43"), TestContext.Current.CancellationToken);
        var second = await target.Visitors.CanaryUsersAsync(1_000);

        Assert.InRange(first.Intersect(second).Count(), 0, first.Count / 2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_request_fails_while_the_weight_changes_under_load(bool keepConnections)
    {
        await using var target = await NginxTarget.StartAsync();
        using var visitors = new Visitors(target.Folder["front.sock"], keepConnections);
        using var end = new CancellationTokenSource();
        var visits = visitors.VisitAsync(end.Token);

        for (var epoch = 1; epoch <= 3; epoch++)
        {
            await target.Controller.MustSetAsync(epoch * 20, epoch);
        }

        await end.CancelAsync();
        var (baseline, canary, failures) = await visits;
        TestContext.Current.SendDiagnosticMessage($"{baseline + canary} requests, {visitors.Again} sent again");
        Assert.Empty(failures);
        Assert.True(baseline > 0 && canary > 0, $"{baseline} to the baseline, {canary} to the canary");
        Assert.True(keepConnections || visitors.Again == 0, $"{visitors.Again} of {baseline + canary} connections were closed before they were answered");
    }

    [Fact]
    public async Task A_mistake_elsewhere_in_the_configuration_leaves_weight_and_file_as_they_were()
    {
        await using var target = await NginxTarget.StartAsync();
        await target.Controller.MustSetAsync(5);
        var before = target.Folder.Read("split.conf");
        target.Folder.Write("nginx.conf", target.Folder.Read("nginx.conf") + "\nno_such_directive on;\n");

        var change = await target.Controller.SetAsync(25, epoch: 2);

        Assert.Contains("unknown directive \"no_such_directive\"", Assert.IsType<WeightChange.Rejected>(change).Reason, StringComparison.Ordinal);
        Assert.Equal(before, target.Folder.Read("split.conf"));
        Assert.Equal(new Weight(500), await target.Controller.ReadAsync());
    }

    [Fact]
    public async Task What_is_loaded_is_read_and_not_the_file()
    {
        await using var target = await NginxTarget.StartAsync();
        await target.Controller.MustSetAsync(5);

        target.Folder.Write("split.conf", target.Folder.Read("split.conf").Replace("500/", "5000/", StringComparison.Ordinal));

        Assert.Equal(new Weight(500), await target.Controller.ReadAsync());
    }

    [Fact]
    public async Task Shares_edited_by_another_hand_are_no_weight_and_the_next_order_puts_them_right()
    {
        await using var target = await NginxTarget.StartAsync();
        await target.Controller.MustSetAsync(5);
        target.Folder.Write("split.conf", target.Folder.Read("split.conf").Replace("5% canary", "50% canary", StringComparison.Ordinal));
        target.Folder.Signal("HUP");

        Assert.Null(await target.Controller.ReadAsync());

        Assert.Equal(new Weight(500), await target.Controller.MustSetAsync(5));
        Assert.Equal(new Weight(500), await target.Controller.ReadAsync());
    }

    [Fact]
    public async Task The_same_order_again_reloads_nothing()
    {
        await using var target = await NginxTarget.StartAsync();
        await target.Controller.MustSetAsync(5);
        var reloads = target.Reloads;

        await target.Controller.MustSetAsync(5);

        Assert.Equal(reloads, target.Reloads);
    }

    [Theory]
    [InlineData(1, 9)]
    [InlineData(2, 1)]
    public async Task An_order_older_than_the_newest_is_refused_by_any_controller(long fence, long epoch)
    {
        await using var target = await NginxTarget.StartAsync();
        await target.Controller.MustSetAsync(0, epoch: 2, fence: 2);
        using var other = NginxController.Kind.Open(target.Settings);

        Assert.IsType<WeightChange.Rejected>(await other.SetAsync(50, epoch, fence));

        Assert.Equal(Weight.Zero, await target.Controller.ReadAsync());
    }

    [Fact]
    public async Task Nothing_is_known_of_a_target_that_is_down_and_the_weight_survives_its_restart()
    {
        await using var target = await NginxTarget.StartAsync();
        await target.Controller.MustSetAsync(5);
        target.Crash();

        Assert.Null(await target.Controller.ReadAsync());
        Assert.IsType<WeightChange.Unknown>(await target.Controller.SetAsync(25, epoch: 2));

        await target.RunAsync();
        Assert.Equal(new Weight(500), await target.Controller.ReadAsync());
    }

    [Fact]
    public async Task A_process_that_took_over_the_master_s_id_is_not_signalled()
    {
        await using var target = await NginxTarget.StartAsync();
        using var innocent = Process.Start("sleep", "60");
        target.Folder.Write("nginx.pid", $"{innocent.Id}\n");

        var change = await target.Controller.SetAsync(5);

        Assert.Contains("holds no id of a running nginx", Assert.IsType<WeightChange.Unknown>(change).Reason, StringComparison.Ordinal);
        Assert.False(innocent.HasExited);
        innocent.Kill();
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_named()
    {
        await using var target = await NginxTarget.StartAsync();
        target.Settings["include"] = target.Folder["missing/split.conf"];
        using var lost = NginxController.Kind.Open(target.Settings);

        var change = await lost.SetAsync(5);

        Assert.Contains("missing/split.conf", Assert.IsType<WeightChange.Unknown>(change).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_stays_a_link_and_the_file_behind_it_is_replaced()
    {
        await using var target = await NginxTarget.StartAsync();
        var (link, real) = (target.Folder["split.conf"], target.Folder["real.conf"]);
        File.Move(link, real);
        File.CreateSymbolicLink(link, "real.conf");

        await target.Controller.MustSetAsync(5);

        Assert.Equal("real.conf", new FileInfo(link).LinkTarget);
        Assert.Contains("5% canary;", target.Folder.Read("real.conf"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nginx.conf")]
    [InlineData("notes.txt")]
    public async Task A_file_that_is_somebody_s_own_is_refused_not_overwritten(string name)
    {
        await using var target = await NginxTarget.StartAsync();
        target.Folder.Write("notes.txt", "# todo\nset $canaryjudge_state 1;\n");
        var before = target.Folder.Read(name);
        target.Settings["include"] = target.Folder[name];
        using var mistaken = NginxController.Kind.Open(target.Settings);

        Assert.Contains("give a file of its own", Assert.IsType<WeightChange.Rejected>(await mistaken.SetAsync(5)).Reason, StringComparison.Ordinal);
        Assert.Equal(before, target.Folder.Read(name));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("# comes later\n\n")]
    public async Task A_file_that_is_missing_or_says_nothing_is_written(string? text)
    {
        await using var target = await NginxTarget.StartAsync();
        File.Delete(target.Folder["split.conf"]);
        if (text is not null)
        {
            target.Folder.Write("split.conf", text);
        }

        await target.Controller.MustSetAsync(5);
    }

    [Fact]
    public async Task Two_processes_do_not_change_the_file_at_once()
    {
        await using var target = await NginxTarget.StartAsync();
        using var other = new FileStream(target.Settings["include"] + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        Assert.IsType<WeightChange.Unknown>(await target.Controller.SetAsync(5));
    }

    [Theory]
    [InlineData("key", "user", "A key without a variable")]
    [InlineData("key", "$a\"; evil", "A key has no quotes")]
    [InlineData("status", "127.0.0.1:8089", "The status is an address")]
    [InlineData("canary", "a;b", "An upstream has letters")]
    [InlineData("name", "Shop-1", "A name has small letters")]
    [InlineData("test", "nginx '-t", "A command has at least one word")]
    public void A_setting_that_cannot_stand_in_a_configuration_is_refused(string key, string value, string message)
    {
        var settings = new Dictionary<string, string> { ["include"] = "/x", ["key"] = "$cookie_user", ["status"] = "unix:/x" };
        settings[key] = value;

        Assert.StartsWith(message, Assert.Single(NginxController.Kind.Problems(settings)).Message, StringComparison.Ordinal);
    }
}
