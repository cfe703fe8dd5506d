using CanaryJudge.AnalysisClient.Tests.Traffic.Conformance;
using CanaryJudge.AnalysisClient.Tests.Traffic.Targets;
using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.AnalysisClient.Traffic.Conformance;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.PlugIns;

/// <summary>The kind <c>exec</c> with real programs.</summary>
public sealed class ExecTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("canaryjudge-exec-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_example_in_shell_passes_the_suite()
    {
        var program = Path.Combine(Examples.Root, "shell-controller", "controller.sh");

        var findings = await ConformanceSuite.RunAsync(() => Open($"{program} '{_folder}/the weight'"), TimeProvider.System, TestContext.Current.CancellationToken);

        ConformanceSuiteTests.AssertPassed(findings, "expires", "pending-lands", "refuses-older-orders", "rejected-writes-nothing");
    }

    [Fact]
    public async Task The_method_is_the_last_argument_and_the_request_is_on_stdin()
    {
        using var controller = Open(Script("""cat >"$0.in"; echo "$@" >"$0.args"; echo '{"change": {"applied": {"effectiveBasisPoints": 0}}}'""") + " 'one word' two");

        await controller.SetAsync(Order.Of(0, epoch: 3), TestContext.Current.CancellationToken);

        Assert.Equal("one word two set-weight\n", await File.ReadAllTextAsync(Path.Combine(_folder, "script.args"), TestContext.Current.CancellationToken));
        Assert.Equal(
            """{ "rolloutId": "checkout-1.42", "epoch": "3", "fence": "1", "weightBasisPoints": 0, "final": false }""",
            (await File.ReadAllTextAsync(Path.Combine(_folder, "script.in"), TestContext.Current.CancellationToken)).TrimEnd());
    }

    [Theory]
    [InlineData("echo 'the router said no' >&2; exit 3", "sh: set-weight ended with 3: the router said no")]
    [InlineData("printf '\\033[31mred\\007' >&2; exit 3", "sh: set-weight ended with 3: ?[31mred?")]
    [InlineData("kill -9 $$", "sh: set-weight ended with 137 and said nothing")]
    [InlineData("echo done", "something else than a SetWeightResponse in JSON")]
    [InlineData("true", "something else than a SetWeightResponse in JSON")]
    [InlineData("echo '{\"change\": {\"applied\": {\"effectiveBasisPoints\": 500}}} trailing'", "something else than a SetWeightResponse in JSON")]
    [InlineData("head -c 100000 /dev/zero", "it said more than 65536 characters")]
    [InlineData("sleep 60", "did not answer within 1 s")]
    [InlineData("sleep 60 & sleep 60", "did not answer within 1 s")]
    public async Task A_program_that_fails_says_something_else_or_hangs_leaves_the_order_in_doubt(string body, string problem)
    {
        using var controller = Open(Script(body));

        Assert.Contains(problem, Assert.IsType<WeightChange.Unknown>(await controller.SetAsync(5)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sleep 25 &")]
    [InlineData("sleep 25 >&2 &")]
    public async Task A_child_that_is_left_behind_and_holds_the_output_open_holds_up_no_call(string behind)
    {
        using var controller = TrafficKinds.All.Single(k => k.Name == "exec").Open(new Dictionary<string, string>
        {
            ["command"] = Script(behind + """ echo '{"change": {"applied": {"effectiveBasisPoints": 500}}}'"""),
            ["timeout"] = "30s",
        });

        Assert.Equal(new WeightChange.Applied(new(500)), await controller.SetAsync(5).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_program_that_is_given_up_is_killed_with_its_children()
    {
        using var controller = Open(Script("""(sleep 2; touch "$0.late") & wait"""));

        Assert.IsType<WeightChange.Unknown>(await controller.SetAsync(5));

        await Task.Delay(1_500, TestContext.Current.CancellationToken);
        Assert.False(File.Exists(Path.Combine(_folder, "script.late")));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_named()
    {
        using var controller = Open("/no/such/program --flag");

        Assert.Null(await controller.ReadAsync());
        Assert.StartsWith("/no/such/program: get-weight: ", controller.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_a_weight_cannot_be_known_is_the_program_s_to_say()
    {
        using var controller = Open(Script("""echo '{"reason": "the router is starting"}'"""));

        Assert.Null(await controller.ReadAsync());
        Assert.EndsWith("the router is starting", controller.Trouble, StringComparison.Ordinal);
    }

    private static ITrafficController Open(string command)
    {
        Assert.True(TrafficKinds.TryFind("exec", out var kind));
        return kind.Open(new Dictionary<string, string> { ["command"] = command, ["timeout"] = "1s" });
    }

    private string Script(string body)
    {
        var path = Path.Combine(_folder, "script");
        File.WriteAllText(path, $"{body}\n");
        return $"sh {path}";
    }
}
