using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Tests.Traffic;

public sealed class TrafficKindsTests
{
    private static readonly TrafficKind s_kind = TrafficKind.Of(
        "sample",
        "A kind with settings of every sort",
        [
            new("socket", "the path of the socket") { IsRequired = true },
            new("backend", "the name of the backend") { IsRequired = true, Check = v => v.Contains('/', StringComparison.Ordinal) ? "A backend has no slash." : null },
            new("canary", "the canary's server") { Default = "canary" },
            new("label", "a label"),
        ],
        s => new Remembering(s));

    [Fact]
    public void Every_mistake_is_reported_at_once_with_its_key_and_the_nearest_one()
    {
        var problems = s_kind.Problems(new Dictionary<string, string> { ["sockt"] = "/run/x", ["backend"] = "a/b", ["label"] = "" });

        Assert.Equal(
            [
                new("sockt", "A sample controller has no setting 'sockt'. Did you mean 'socket'? Known: socket, backend, canary, label."),
                new("socket", "A sample controller needs 'socket': the path of the socket."),
                new("backend", "A backend has no slash."),
                new TrafficProblem("label", "The value is empty."),
            ],
            problems);
    }

    [Fact]
    public void Settings_are_completed_by_their_defaults()
    {
        var controller = (Remembering)s_kind.Open(new Dictionary<string, string> { ["socket"] = "/run/x", ["backend"] = "web" });

        Assert.Equal(("web", "canary", null), (controller.Settings["backend"], controller.Settings["canary"], controller.Settings.Find("label")));
    }

    [Fact]
    public void Settings_with_problems_make_no_controller()
    {
        var failure = Assert.Throws<ArgumentException>(() => s_kind.Open(new Dictionary<string, string> { ["backend"] = "web" }));

        Assert.Contains("socket: A sample controller needs 'socket'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_kind_is_a_problem_that_names_the_nearest_one()
    {
        var problem = Assert.Single(TrafficKinds.Problems("dryrun", new Dictionary<string, string>()));

        Assert.Equal("kind", problem.Path);
        Assert.StartsWith("Unknown controller 'dryrun'. Did you mean 'dry-run'?", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exec", "An exec controller needs 'command'")]
    [InlineData("nginx", "A nginx controller needs ")]
    public void A_kind_has_its_article(string kind, string begins) =>
        Assert.Contains(TrafficKinds.Problems(kind, new Dictionary<string, string>()), p => p.Message.StartsWith(begins, StringComparison.Ordinal));

    [Fact]
    public void A_kind_is_found_by_its_exact_name_only()
    {
        Assert.All(TrafficKinds.All, k => Assert.True(TrafficKinds.TryFind(k.Name, out var found) && found == k));
        Assert.False(TrafficKinds.TryFind("Dry-Run", out _));
    }

    private sealed class Remembering(TrafficSettings settings) : ITrafficController
    {
        public TrafficSettings Settings => settings;

        public Task<TargetFacts?> DescribeAsync(CancellationToken cancellation) => Task.FromResult<TargetFacts?>(null);

        public Task<Weight?> ReadAsync(CancellationToken cancellation) => Task.FromResult<Weight?>(null);

        public Task<WeightChange> SetAsync(WeightOrder order, CancellationToken cancellation) => Task.FromResult<WeightChange>(new WeightChange.Rejected("A sample."));
    }
}
