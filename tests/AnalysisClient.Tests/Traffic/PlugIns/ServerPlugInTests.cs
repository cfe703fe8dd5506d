using CanaryJudge.AnalysisClient.Tests.Traffic.Conformance;
using CanaryJudge.AnalysisClient.Tests.Traffic.Targets;
using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.AnalysisClient.Traffic.Conformance;
using CanaryJudge.Contracts.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Http;
using WeightChange = CanaryJudge.AnalysisClient.Traffic.WeightChange;
using Wire = CanaryJudge.Contracts.V1.WeightChange;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.PlugIns;

/// <summary>The kinds <c>grpc</c> and <c>webhook</c> against real servers.</summary>
public sealed class ServerPlugInTests
{
    public ServerPlugInTests() => Environment.SetEnvironmentVariable("CANARYJUDGE_TEST_SECRET", ScriptedPlugIn.Secret);

    [Theory]
    [InlineData("grpc")]
    [InlineData("webhook")]
    public async Task A_sound_plug_in_passes_the_suite(string kind)
    {
        await using var plugIn = await new ScriptedPlugIn().StartAsync();

        var findings = await ConformanceSuite.RunAsync(() => Open(kind, plugIn), TimeProvider.System, TestContext.Current.CancellationToken);

        ConformanceSuiteTests.AssertPassed(findings, "expires", "pending-lands");
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("webhook")]
    public async Task An_order_arrives_as_it_was_given(string kind)
    {
        await using var plugIn = await new ScriptedPlugIn().StartAsync();
        using var controller = Open(kind, plugIn);
        var until = new DateTimeOffset(2026, 5, 4, 10, 11, 12, TimeSpan.Zero);

        await controller.SetAsync(Order.Of(5.25, epoch: 7, fence: 2) with { ValidUntil = until }, TestContext.Current.CancellationToken);

        Assert.Equal(
            new SetWeightRequest { RolloutId = "checkout-1.42", Epoch = 7, Fence = 2, WeightBasisPoints = 525, ValidUntil = Timestamp.FromDateTimeOffset(until) },
            plugIn.Newest);
    }

    [Theory]
    [InlineData("grpc", 100, true, "promote")]
    [InlineData("webhook", 0, true, "abort")]
    [InlineData("grpc", 100, false, "set-weight")]
    [InlineData("grpc", 50, true, "set-weight")]
    public async Task The_end_of_a_rollout_is_the_target_s_own_promotion_or_abort_if_it_has_them(string kind, double percent, bool final, string method)
    {
        await using var plugIn = await new ScriptedPlugIn { Facts = new() { Name = "x", GrainBasisPoints = 1, LateBound = new(), Promotes = true, Aborts = true } }.StartAsync();
        using var controller = Open(kind, plugIn);

        var change = await controller.SetAsync(Order.Of(percent) with { Final = final }, TestContext.Current.CancellationToken);

        Assert.IsType<WeightChange.Applied>(change);
        Assert.Equal(method, plugIn.Calls[^1]);
    }

    public static TheoryData<string, SetWeightResponse> BadAnswers => new()
    {
        { "change holds none of applied", new() },
        { "applied.effective_basis_points is missing", new() { Change = new() { Applied = new() } } },
        { "applied says 50%, which is above the 5% that was asked", new() { Change = new() { Applied = new() { EffectiveBasisPoints = 5_000 } } } },
        { "applied.effective_basis_points is 10001", new() { Change = new() { Applied = new() { EffectiveBasisPoints = 10_001 } } } },
        { "conflict.found_basis_points is missing", new() { Change = new() { Conflict = new() } } },
        { "rejected.reason is empty", new() { Change = new() { Rejected = new() { Reason = " " } } } },
        { "pending.id is empty", new() { Change = new() { Pending = new() } } },
    };

    [Theory]
    [MemberData(nameof(BadAnswers))]
    public async Task An_answer_that_the_contract_does_not_allow_leaves_the_order_in_doubt(string problem, SetWeightResponse answer)
    {
        await using var plugIn = await new ScriptedPlugIn { Change = () => answer }.StartAsync();
        using var controller = Open("grpc", plugIn);

        Assert.Contains(problem, Assert.IsType<WeightChange.Unknown>(await controller.SetAsync(5)).Reason, StringComparison.Ordinal);
    }

    public static TheoryData<Wire, WeightChange> GoodAnswers => new()
    {
        { new() { Applied = new() { EffectiveBasisPoints = 499 } }, new WeightChange.Applied(new(499)) },
        { new() { Pending = new() { Id = "reload 7" } }, new WeightChange.Pending("reload 7") },
        { new() { Rejected = new() { Reason = "No such\nroute." } }, new WeightChange.Rejected("No such route.") },
        { new() { Conflict = new() { FoundBasisPoints = 300 } }, new WeightChange.Conflict(new(300)) },
        { new() { Unknown = new() { Reason = "Timed out." } }, new WeightChange.Unknown("Timed out.") },
    };

    [Theory]
    [MemberData(nameof(GoodAnswers))]
    public async Task Every_answer_means_the_same_here(Wire answer, WeightChange change)
    {
        await using var plugIn = await new ScriptedPlugIn { Change = () => new() { Change = answer } }.StartAsync();
        using var controller = Open("webhook", plugIn);

        Assert.Equal(change, await controller.SetAsync(5));
    }

    public static TheoryData<string, DescribeResponse> BadFacts => new()
    {
        { "name must have 1 to 200 characters", new() { GrainBasisPoints = 1, LateBound = new() } },
        { "grain_basis_points is 0", new() { Name = "x", LateBound = new() } },
        { "late_bound is missing", new() { Name = "x", GrainBasisPoints = 1 } },
        { "late_bound is -00:00:01", new() { Name = "x", GrainBasisPoints = 1, LateBound = new() { Seconds = -1 } } },
    };

    [Theory]
    [MemberData(nameof(BadFacts))]
    public async Task Facts_are_not_guessed(string problem, DescribeResponse facts)
    {
        await using var plugIn = await new ScriptedPlugIn { Facts = facts }.StartAsync();
        using var controller = Open("grpc", plugIn);

        Assert.Null(await controller.DescribeAsync(TestContext.Current.CancellationToken));
        Assert.Contains(problem, controller.Trouble, StringComparison.Ordinal);
    }

    public static TheoryData<string, Func<HttpContext, Task>> BadReplies => new()
    {
        { "set-weight answered 500: out of order", c => { c.Response.StatusCode = 500; return c.Response.WriteAsync("out of order"); } },
        { "set-weight answered 204", c => { c.Response.StatusCode = 204; return Task.CompletedTask; } },
        { "set-weight answered 302", c => { c.Response.Redirect("/elsewhere"); return Task.CompletedTask; } },
        { "something else than a SetWeightResponse in JSON", c => c.Response.WriteAsync("done") },
        { "something else than a SetWeightResponse in JSON", c => c.Response.WriteAsync("""{"change": {"applied": {"effective": 500}}}""") },
        { "did not answer within 1 s", c => Task.Delay(Timeout.Infinite, c.RequestAborted) },
        { "set-weight: ", async c => await c.Response.WriteAsync(new string('x', 100_000)) },
    };

    [Theory]
    [MemberData(nameof(BadReplies))]
    public async Task A_hook_that_answers_anything_but_200_and_the_message_leaves_the_order_in_doubt(string problem, Func<HttpContext, Task> reply)
    {
        await using var plugIn = await new ScriptedPlugIn { Raw = reply }.StartAsync();
        using var controller = Open("webhook", plugIn);

        Assert.Contains(problem, Assert.IsType<WeightChange.Unknown>(await controller.SetAsync(5)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_with_another_secret_is_refused_by_the_hook()
    {
        await using var plugIn = await new ScriptedPlugIn().StartAsync();
        Environment.SetEnvironmentVariable("CANARYJUDGE_OTHER_SECRET", "a wrong one");
        using var controller = Open("webhook", plugIn, "env:CANARYJUDGE_OTHER_SECRET");

        Assert.Null(await controller.ReadAsync());
        Assert.Contains("get-weight answered 403: the signature does not fit", controller.Trouble, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("env:CANARYJUDGE_NO_SUCH_SECRET", "there is no secret at env:CANARYJUDGE_NO_SUCH_SECRET")]
    [InlineData("file:/no/such/secret", "the secret at file:/no/such/secret cannot be read")]
    public async Task A_missing_secret_is_named_by_its_place(string place, string problem)
    {
        await using var plugIn = await new ScriptedPlugIn().StartAsync();
        using var controller = Open("webhook", plugIn, place);

        Assert.Contains(problem, Assert.IsType<WeightChange.Unknown>(await controller.SetAsync(5)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("webhook")]
    public async Task Nothing_is_known_of_a_plug_in_that_is_down(string kind)
    {
        var plugIn = await new ScriptedPlugIn().StartAsync();
        await plugIn.DisposeAsync();
        using var controller = Open(kind, plugIn);

        Assert.Null(await controller.DescribeAsync(TestContext.Current.CancellationToken));
        Assert.Null(await controller.ReadAsync());
        Assert.IsType<WeightChange.Unknown>(await controller.SetAsync(5));
        Assert.NotNull(controller.Trouble);
    }

    [Theory]
    [InlineData("webhook", "secret", "hunter2", "A secret does not stand in a file of settings")]
    [InlineData("webhook", "url", "http://user:pass@127.0.0.1/", "The url is one of http or https")]
    [InlineData("webhook", "timeout", "never", "The time-out is a duration")]
    [InlineData("grpc", "address", "127.0.0.1:7777", "The address is http://host:port")]
    public void A_setting_that_cannot_work_is_refused(string kind, string key, string value, string message)
    {
        var settings = new Dictionary<string, string> { ["url"] = "http://127.0.0.1", ["secret"] = "env:X", ["address"] = "http://127.0.0.1" };
        settings.Remove(kind == "grpc" ? "url" : "address");
        if (kind == "grpc")
        {
            settings.Remove("secret");
        }

        settings[key] = value;

        var problem = Assert.Single(TrafficKinds.Problems(kind, settings));
        Assert.StartsWith(message, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", problem.Message, StringComparison.Ordinal);
    }

    private static ITrafficController Open(string kind, ScriptedPlugIn plugIn, string secret = "env:CANARYJUDGE_TEST_SECRET")
    {
        Assert.True(TrafficKinds.TryFind(kind, out var found));
        return found.Open(kind == "grpc"
            ? new Dictionary<string, string> { ["address"] = plugIn.Grpc, ["timeout"] = "1s" }
            : new Dictionary<string, string> { ["url"] = plugIn.Http, ["secret"] = secret, ["timeout"] = "1s" });
    }
}
