using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.AnalysisServer.Mapping;
using CanaryJudge.Cli.Rollouts;
using CanaryJudge.Judging.Analyses;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Rollouts;
using Verdict = CanaryJudge.Rollouts.Verdict;

namespace CanaryJudge.Cli.Tests.Rollouts;

/// <summary>The screen of a running rollout, letter by letter.</summary>
public sealed class RolloutScreenTests
{
    private static readonly ScreenStyle Style = new(80, Ascii: false, TimeSpan.FromHours(1));
    private static readonly RolloutPlan Plan = new()
    {
        Steps = [Step(500), Step(2500), Step(5000)],
        OnInconclusive = OnInconclusive.Advance,
    };

    private static readonly RolloutStatus Watching = new()
    {
        Header = new("checkout-1.42", Plan, "hash", "HAProxy backend web", "1.0"),
        State = new() { Phase = RolloutPhase.Watching, Step = 1, Epoch = 2, Weight = new(2500), Verified = true, StepAt = 100, WatchFrom = 130 },
        Memory = new() { Sure = true, Newest = new(Verdict.Inconclusive, null) },
        Now = 490,
        Time = new(2026, 5, 4, 13, 20, 2, TimeSpan.Zero),
        Found = new(2463),
        FoundAt = 486,
        Newest = new(2, Verdict.Inconclusive, 4500),
    };

    [Fact]
    public void A_step_shows_what_it_waits_for_and_what_happens_else() => AssertScreen(
        """
        checkout-1.42 by HAProxy backend web                                    14:20:02

        canary  █████···············  25%, verified 4 s ago at 24.63%
        steps   5  [25]  50  → 100    step 2 of 3, 7 min of 21 min

        … watching at 25%
        to leave   … verdict PASS   ✓ 5 min at 25%   ✓ 2,000 requests (4,500)
        or else    at 14:34:02 still inconclusive: advance, by policy

        14:14:00  →  25% asked for: advance, epoch 2
        f freeze
        """,
        RolloutScreen.Render(Watching, ["14:14:00  →  25% asked for: advance, epoch 2"], [], "f freeze", Style));

    [Fact]
    public void In_ascii_the_same() => AssertScreen(
        """
        checkout-1.42 by HAProxy backend web                                    14:20:02

        canary  #####...............  25%, verified 4 s ago at 24.63%
        steps   5  [25]  50  > 100    step 2 of 3, 7 min of 21 min

        ? watching at 25%
        to leave   ? verdict PASS   + 5 min at 25%   + 2,000 requests (4,500)
        or else    at 14:34:02 still inconclusive: advance, by policy
        """,
        RolloutScreen.Render(Watching, [], [], "", Style with { Ascii = true }));

    [Fact]
    public void The_newest_judgement_of_the_weight_shows_what_is_open_and_how_far_the_evidence_is() => AssertScreen(
        """
        checkout-1.42 by HAProxy backend web                                    14:20:02

        canary  █████···············  25%, verified 4 s ago at 24.63%
        steps   5  [25]  50  → 100    step 2 of 3, 7 min of 21 min

        … watching at 25%: errors leans to harm: a FAIL in about 2 min at this pace
        ! source unavailable since 14:19:32: No answer from 127.0.0.1:9090

                        change        0  margin    worse  evidence of harm
        … errors rate +0.25 pp        ┿━━●━━╋━━━━━━━      ██████▌··· 1 in 11/40
        ✓ 1 more pass

        to leave   … verdict PASS   ✓ 5 min at 25%   ✓ 2,000 requests (4,500)
        or else    at 14:34:02 still inconclusive: advance, by policy
        """,
        RolloutScreen.Render(Watching with { Judgement = Judged(epoch: 2) }, [], [new(Watching.Time.AddSeconds(-30), "source", "unavailable", "No answer from 127.0.0.1:9090")], "", Style));

    [Fact]
    public void A_judgement_of_another_weight_is_not_shown() =>
        Assert.Equal(RolloutScreen.Render(Watching, [], [], "", Style), RolloutScreen.Render(Watching with { Judgement = Judged(epoch: 1) }, [], [], "", Style));

    [Theory]
    [InlineData(RolloutPhase.Moving, "→ moving to 25% (found 5%)")]
    [InlineData(RolloutPhase.Backing, "✗ rolling back to 25%: fail (found 5%)")]
    [InlineData(RolloutPhase.Approval, "? waits for an approval at 25%")]
    public void Every_phase_says_what_goes_on(RolloutPhase phase, string line)
    {
        var status = Watching with { State = Watching.State with { Phase = phase, Reason = phase == RolloutPhase.Backing ? RollbackReason.Fail : null }, Note = "found 5%" };

        Assert.Contains(line, RolloutScreen.Render(status, [], [], "", Style));
    }

    [Fact]
    public void No_line_is_wider_than_the_terminal()
    {
        var long_ = Watching with { Header = Watching.Header with { Target = new string('t', 300) }, Note = new string('n', 300), State = Watching.State with { Phase = RolloutPhase.Moving } };

        Assert.All(RolloutScreen.Render(long_, [new string('e', 200)], [], new string('k', 200), Style with { Width = 60 }), l => Assert.True(l.Length <= 60, l));
    }

    /// <summary>Errors that lean to harm, and a latency that passes.</summary>
    private static Contracts.V1.Judgement Judged(int epoch)
    {
        static Series Ratios(string metric, Arm arm, Func<int, double> events) => new(metric, arm, Series.NoLabels, new SeriesData.Ratios(
            [.. Enumerable.Range(0, 12).Select(i => i * 10_000_000_000L)], [.. Enumerable.Range(0, 12).Select(events)], [.. Enumerable.Repeat(1000.0, 12)]));
        var policy = new Policy { Metrics = [new() { Name = "errors", Kind = "ratio" }, new() { Name = "slow", Kind = "ratio" }] };
        var looked = Replay.Play(policy, [Ratios("errors", Arm.Baseline, _ => 1), Ratios("errors", Arm.Canary, i => 3 + (i % 2)), Ratios("slow", Arm.Baseline, _ => 2), Ratios("slow", Arm.Canary, _ => 0)], new() { Bucket = 10 * RunOptions.Second, Lateness = 0 }, "hash").Last();
        return ToWire.Judgement(looked.Judgement with { Look = looked.Judgement.Look! with { Epoch = epoch } });
    }

    private static RolloutStep Step(int weight) => new() { Weight = new(weight), Min = 300, Max = 1200, Traffic = 2000 };

    private static void AssertScreen(string expected, IReadOnlyList<string> lines) =>
        Assert.Equal(expected.ReplaceLineEndings("\n").TrimEnd(), string.Join('\n', lines.Select(l => l.TrimEnd())).TrimEnd());
}
