using CanaryJudge.Judging.Analyses;
using CanaryJudge.Judging.Analyses.Evidence;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Tests.Analyses;

/// <summary>The split of the traffic, over all looks.</summary>
public sealed class SplitOverLooksTests
{
    private const long Minute = Live.Minute, Noon = Live.Noon;

    [Fact]
    public void Another_split_than_the_policy_s_is_warned_about_and_by_policy_withholds_pass()
    {
        var warned = Fed(p => p with { Split = new(0.1) }, 900, 200);
        var withheld = Fed(p => p with { Split = new(0.1) { WithholdsPass = true } }, 9_000, 2_000);
        var right = Fed(p => p with { Split = new(0.1) }, 900, 100);

        var warning = Assert.Single(Last(warned).Warnings, w => w.Code == WarningCode.SplitMismatch);
        Assert.StartsWith("The canary has 18.2% of the traffic (4,000 of 22,000 in errors), not 10% as expected: ", warning.Message, StringComparison.Ordinal);
        Assert.Equal((Verdict.Inconclusive, ReasonCode.SplitMismatch), (Last(withheld).Verdict, Last(withheld).ReasonCode));
        Assert.DoesNotContain(Last(right).Warnings, w => w.Code == WarningCode.SplitMismatch);
    }

    [Fact]
    public void A_step_s_weight_is_the_expected_split_unless_something_else_is()
    {
        var lied = Fed(p => p, 900, 200, step: 500);
        var kept = Fed(p => p, 1_900, 100, step: 500);
        var sized = Fed(p => p, 100, 100, step: 500, options: new() { CanaryShare = 0.5, StopRule = StopRule.FailOnly });
        var all = Fed(p => p, 0, 100, step: 10_000);

        Assert.Contains(Last(lied).Warnings, w => w.Code == WarningCode.SplitMismatch);
        Assert.All([kept, sized, all], live => Assert.DoesNotContain(Last(live).Warnings, w => w.Code == WarningCode.SplitMismatch));
    }

    [Fact]
    public void What_was_off_in_a_step_is_not_told_in_the_next_one_that_is_right()
    {
        var live = Fed(p => p, 900, 200, step: 500);
        live.Apply(new AnalysisEntry.StepSet(Noon, new(2, 1, 500, Noon + (21 * Minute)), null), seen: null);

        for (var i = 21; i < 31; i++)
        {
            Send(live, i, 1_900, 100);
        }

        // Nine minutes of the epoch have closed.
        Assert.DoesNotContain(Last(live).Warnings, w => w.Code == WarningCode.SplitMismatch);
        Assert.Equal((2, 900.0), (Last(live).Look!.Epoch, Last(live).Look!.CanaryTraffic));
    }

    private static Judgement Last(AnalysisRun run) => run.Look!.Judgement;

    private static AnalysisRun Fed(Func<Policy, Policy> change, int baseline, int canary, int? step = null, RunOptions? options = null)
    {
        var policy = change(new() { Metrics = [Live.Metric("errors") with { Kind = "ratio", Independent = true }] });
        var run = AnalysisRun.Begin(new() { Id = "a", Created = Noon, PolicyText = "", Options = options ?? new() { StopRule = StopRule.FailOnly } }, policy, "hash", new SequentialWatches());
        if (step is { } weight)
        {
            run.Apply(new AnalysisEntry.StepSet(Noon, new(1, 0, weight, Noon), null), seen: null);
        }

        for (var i = 0; i <= 20; i++)
        {
            // The last one does not close.
            Send(run, i, baseline, canary);
        }

        return run;
    }

    private static void Send(AnalysisRun run, int minute, int baseline, int canary)
    {
        var at = Noon + (minute * Minute);
        run.Apply(Live.Batch(run.Producers.GetValueOrDefault("p") + 1, Live.Errors(Arm.Baseline, (at, baseline / 100, baseline)), Live.Errors(Arm.Canary, (at, canary / 100, canary))), seen: null);
    }
}
