using CanaryJudge.AnalysisClient.Tests.Traffic.Conformance.Broken;
using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.AnalysisClient.Traffic.Conformance;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.Conformance;

public sealed class ConformanceSuiteTests
{
    private static readonly Dictionary<string, Func<MemoryTarget, ITrafficController>> s_broken = new()
    {
        ["describes-itself"] = t => new Moody(t),
        ["applied-is-in-force"] = t => new Boastful(t),
        ["reads-the-target"] = t => new Forgetful(t),
        ["rounds-towards-baseline"] = t => new Generous(t),
        ["keeps-its-grain"] = t => new Coarse(t),
        ["reaches-everything"] = t => new Reluctant(t),
        ["reaches-nothing"] = t => new Sticky(t),
        ["same-order-twice"] = t => new Impatient(t),
        ["takes-newer-orders"] = t => new Shortsighted(t),
        ["refuses-older-orders"] = t => new Unfenced(t),
        ["rejected-writes-nothing"] = t => new Rash(t),
        ["holds-still"] = t => new Restless(t),
        ["hears-cancellation"] = t => new Deaf(t),
        ["nothing-lands-late"] = t => new Stubborn(t),
        ["expires"] = t => new Immortal(t),
        ["pending-lands"] = t => new Evasive(t),
        ["ends-in-no-doubt"] = t => new Doubtful(t),
        ["answers-in-time"] = t => new Slow(t),
        ["answers-instead-of-throwing"] = t => new Hysterical(t),
    };

    public static TheoryData<string> Broken => [.. s_broken.Keys];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_broken_controller_fails_by_the_rule_that_it_breaks(string rule)
    {
        var target = new MemoryTarget();

        var findings = await RunAsync(() => s_broken[rule](target));

        Assert.Equal(rule, findings.First(f => f.Outcome == ConformanceOutcome.Failed).Rule);
    }

    [Fact]
    public async Task A_sound_controller_passes_and_is_left_at_zero()
    {
        var target = new MemoryTarget { Weight = Weight.Zero };

        AssertPassed(await RunAsync(() => new SoundController(target)), "expires", "pending-lands");

        Assert.Equal(Weight.Zero, target.Weight);
    }

    [Fact]
    public async Task A_target_whose_canary_has_traffic_is_not_touched()
    {
        var target = new MemoryTarget { Weight = new(300) };

        var findings = await RunAsync(() => new SoundController(target));

        Assert.Equal("It has 3%. Take it away, then start the suite again.", Assert.Single(findings, f => f.Outcome == ConformanceOutcome.Failed).Reason);
        Assert.Equal(new Weight(300), target.Weight);
        Assert.Null(target.Newest);
    }

    [Fact]
    public void Every_rule_but_the_first_look_has_a_controller_that_breaks_it() =>
        Assert.Equal(ConformanceSuite.Rules.Select(r => r.Name).Where(n => n != "starts-at-zero"), s_broken.Keys);

    [Fact]
    public async Task The_dry_run_passes() =>
        AssertPassed(await RunAsync(() => DryRunController.Kind.Open(new Dictionary<string, string> { ["name"] = "conformance" })), "expires", "pending-lands");

    internal static void AssertPassed(IReadOnlyList<ConformanceFinding> findings, params string[] notJudged)
    {
        Assert.Empty(findings.Where(f => f.Outcome == ConformanceOutcome.Failed).Select(f => $"{f.Rule}: {f.Reason}"));
        Assert.Equal(notJudged.Order(StringComparer.Ordinal), findings.Where(f => f.Outcome == ConformanceOutcome.NotJudged).Select(f => f.Rule).Order(StringComparer.Ordinal));
    }

    private static Task<IReadOnlyList<ConformanceFinding>> RunAsync(Func<ITrafficController> open) =>
        ConformanceSuite.RunAsync(open, new FastTime(), TestContext.Current.CancellationToken);
}
