using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.AnalysisClient.Traffic;
using CanaryJudge.Rollouts;

namespace CanaryJudge.AnalysisClient.Tests.Rollouts;

/// <summary>The runner with a real journal, and a target that behaves or does not.</summary>
public sealed class RunnerTests
{
    [Fact]
    public async Task A_rollout_by_time_goes_through_its_steps_to_all_traffic()
    {
        using var runs = new Runs();

        var end = await runs.RunAsync();

        Assert.Equal(0, end.Exit);
        Assert.Equal([500, 2500, 10_000], runs.Target.Orders.Select(o => o.Weight.BasisPoints));
        Assert.Equal(RolloutOutcome.Promoted, runs.Journal.State.Outcome);
        Assert.True(runs.Target.Orders[^1].Final);
    }

    [Fact]
    public async Task Verdicts_move_it_on_and_the_epoch_that_counts_is_told()
    {
        using var runs = new Runs();
        var feed = new ScriptedFeed(_ => CanaryJudge.Rollouts.Verdict.Pass);

        var end = await runs.RunAsync(runs.Setup(Runs.Plan) with { Feed = feed });

        Assert.Equal(0, end.Exit);
        Assert.Equal([(1, 500), (2, 2500)], feed.Watched.Select(w => ((int)w.Epoch, w.Weight.BasisPoints)));
        Assert.True(feed.IsFinished);
        Assert.Equal(2, runs.Records.Count(r => r is RolloutRecord.Judged { Id: "judgement" }));
    }

    [Fact]
    public async Task A_timer_that_rings_when_it_was_taken_away_hurts_nobody()
    {
        using var runs = new Runs();
        var time = new LateTimers(runs.Time);

        var end = await runs.RunAsync(runs.Setup() with { Time = time });
        await Task.Delay(50, TestContext.Current.CancellationToken);

        Assert.Equal(0, end.Exit);
        Assert.Empty(time.Thrown);
    }

    [Fact]
    public async Task A_verdict_that_comes_when_it_is_over_goes_nowhere()
    {
        using var runs = new Runs();

        var end = await runs.RunAsync(runs.Setup() with { Feed = new ScriptedFeed(_ => CanaryJudge.Rollouts.Verdict.Pass) { SpeaksLast = true } });

        Assert.Equal(0, end.Exit);
    }

    [Fact]
    public async Task A_fail_brings_it_back_to_zero()
    {
        using var runs = new Runs();
        var feed = new ScriptedFeed(e => e.Epoch == 1 ? CanaryJudge.Rollouts.Verdict.Pass : CanaryJudge.Rollouts.Verdict.Fail);

        var end = await runs.RunAsync(runs.Setup(Runs.Plan) with { Feed = feed });

        Assert.Equal(1, end.Exit);
        Assert.Equal(Weight.Zero, runs.Target.Weight);
        Assert.Equal(RollbackReason.Fail, runs.Journal.State.Reason);
    }

    [Fact]
    public async Task A_rollback_waits_for_no_call_that_hangs()
    {
        using var runs = new Runs();
        runs.Target.OnSet = async (order, _) =>
        {
            if (order.Weight > Weight.Zero)
            {
                // Neither answers nor listens.
                await Task.Delay(Timeout.Infinite, CancellationToken.None);
            }

            runs.Target.Weight = order.Weight;
            return new WeightChange.Applied(order.Weight);
        };

        var end = await runs.RunAsync(runs.Setup() with { CallTimeout = TimeSpan.FromHours(1) }, async runner =>
        {
            await Runs.UntilAsync(() => runs.Target.Orders.Count == 1);
            Assert.Null(await runner.TellAsync(new RolloutInput.Abort("ann"), CancellationToken.None));
            await Runs.UntilAsync(() => runs.Target.Orders.Count == 2);
        });

        Assert.Equal(130, end.Exit);
        Assert.Equal(Weight.Zero, runs.Target.Orders[^1].Weight);
    }

    [Fact]
    public async Task An_exception_of_a_controller_is_an_answer_that_says_nothing()
    {
        using var runs = new Runs();
        runs.Target.OnSet = (order, _) =>
        {
            runs.Target.OnSet = null;
            throw new InvalidOperationException("a bug");
        };

        Assert.Equal(0, (await runs.RunAsync()).Exit);
    }

    [Fact]
    public async Task Started_again_it_goes_on_where_it_was()
    {
        using var runs = new Runs();
        var slow = runs.Setup(Runs.ByTime with { Steps = [new() { Weight = new(500), Min = 60, Max = 100, Gate = Gate.Time }] });
        await runs.RunAsync(slow with { LeaveOnStop = true }, async runner =>
        {
            await Runs.UntilPhaseAsync(runner, RolloutPhase.Watching);
            runner.Stop();
        });
        Assert.Equal(new(500), runs.Target.Weight);

        var end = await runs.RunAsync(slow);

        Assert.Equal(0, end.Exit);
        Assert.Equal([1L, 2L], runs.Records.OfType<RolloutRecord.Opened>().Select(o => o.Fence));
        Assert.Equal([1L, 2L], runs.Records.OfType<RolloutRecord.Move>().Select(m => m.Epoch));
    }

    [Fact]
    public async Task After_a_long_gap_it_goes_back_instead()
    {
        using var runs = new Runs();
        await runs.RunAsync(runs.Setup() with { LeaveOnStop = true }, async runner =>
        {
            await Runs.UntilPhaseAsync(runner, RolloutPhase.Watching);
            runner.Stop();
        });
        runs.Time.Jump = TimeSpan.FromHours(1);

        var end = await runs.RunAsync();

        Assert.Equal(6, end.Exit);
        Assert.Equal(RollbackReason.Gap, runs.Journal.State.Reason);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_is_a_gap_that_nobody_knows()
    {
        using var runs = new Runs();
        await runs.RunAsync(runs.Setup() with { LeaveOnStop = true }, async runner =>
        {
            await Runs.UntilPhaseAsync(runner, RolloutPhase.Watching);
            runner.Stop();
        });
        runs.Time.Jump = -TimeSpan.FromHours(1);

        await runs.RunAsync();

        Assert.Equal(RollbackReason.Gap, runs.Journal.State.Reason);
        Assert.Contains(new RolloutRecord.Opened(2, 0, GapKnown: false), runs.Records);
    }

    [Fact]
    public async Task A_runner_that_was_replaced_while_it_hung_ends_with_7_and_its_successor_goes_on()
    {
        using var runs = new Runs();
        var hangs = new TaskCompletionSource();
        var observer = new Hanging(hangs.Task);

        var end = await runs.RunAsync(runs.Setup() with { Observers = [observer] }, async _ =>
        {
            await Runs.UntilAsync(() => observer.IsHanging);
            using var journal = await RolloutJournal.TakeOverAsync(runs.Folder, runs.Time, firstLineOnly: false, CancellationToken.None);
            using var successor = new RolloutRunner(runs.Setup(), journal);
            Assert.Equal(0, (await successor.RunAsync(CancellationToken.None)).Exit);
            hangs.SetResult();
        });

        Assert.Equal(7, end.Exit);
        Assert.Equal(RolloutOutcome.Promoted, runs.Journal.State.Outcome);
        Assert.Equal(Weight.Full, runs.Target.Weight);
    }

    [Fact]
    public async Task Whatever_line_was_cut_at_whatever_byte_before_it_was_acted_on_the_rollout_comes_to_the_same_end()
    {
        // Short waits: there are two thousand of them.
        var plan = Runs.ByTime with { Steps = [.. Runs.ByTime.Steps.Select(s => s with { Min = 1 })], Settle = 0, Late = 2 };
        RolloutSetup Setup(Runs runs) => runs.Setup(plan) with { CallTimeout = TimeSpan.FromSeconds(2) };
        using var whole = new Runs();
        await whole.RunAsync(Setup(whole));
        var bytes = File.ReadAllBytes(Path.Combine(whole.Folder, JournalContents.FileName));
        var lines = whole.Journal.Lines;
        var cuts = new List<(int Cut, Weight Weight, DateTimeOffset Wall)>();
        for (var (line, start) = (0, 0); line < lines.Count; line++)
        {
            // What stood on record before this line was sent, and no more.
            var before = lines.Take(line).SelectMany(l => l.Records).OfType<RolloutRecord.Move>().LastOrDefault()?.Weight ?? Weight.Zero;
            var end = Array.IndexOf(bytes, (byte)'\n', start) + 1;
            cuts.AddRange(Enumerable.Range(start, end - start).Select(cut => (cut, before, lines[Math.Max(line - 1, 0)].Wall)));
            start = end;
        }

        var wrong = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(cuts, new ParallelOptions { MaxDegreeOfParallelism = 48 }, async (cut, _) =>
        {
            using var runs = new Runs();
            Directory.CreateDirectory(runs.Folder);
            File.WriteAllBytes(Path.Combine(runs.Folder, JournalContents.FileName), bytes[..cut.Cut]);
            runs.Target.Weight = cut.Weight;
            runs.Time.Jump = cut.Wall - TimeProvider.System.GetUtcNow();
            var end = await runs.RunAsync(Setup(runs));
            if (end.Exit != 0 || runs.Journal.State.Outcome != RolloutOutcome.Promoted || runs.Target.Weight != Weight.Full)
            {
                wrong.Add($"byte {cut.Cut}: exit {end.Exit} {end.Message}");
            }
        });

        Assert.Empty(wrong);
        Assert.True(cuts.Count > 1000);
    }

    [Fact]
    public async Task A_changed_plan_under_the_same_name_is_refused()
    {
        using var runs = new Runs();
        await runs.RunAsync();

        var end = await runs.RunAsync(runs.Setup() with { PlanHash = "other" });

        Assert.Equal(2, end.Exit);
        Assert.Contains("another file", end.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_that_is_gone_means_zero_and_the_cause_is_on_record_when_it_is_back()
    {
        using var runs = new Runs();
        var (here, away) = (Path.Combine(runs.Folder, JournalContents.FileName), Path.Combine(runs.Folder, "away"));

        var end = await runs.RunAsync(null, async runner =>
        {
            await Runs.UntilPhaseAsync(runner, RolloutPhase.Watching);
            File.Move(here, away);
            await Runs.UntilAsync(() => runs.Target.Weight == Weight.Zero);
            Assert.Equal(RolloutPhase.Watching, runner.Status!.State.Phase);
            File.Move(away, here);
        });

        Assert.Equal(6, end.Exit);
        Assert.Equal(RollbackReason.Journal, runs.Journal.State.Reason);
    }

    [Fact]
    public async Task A_fail_that_is_heard_while_the_journal_is_gone_is_the_cause_when_it_is_back()
    {
        using var runs = new Runs();
        var (here, away) = (Path.Combine(runs.Folder, JournalContents.FileName), Path.Combine(runs.Folder, "away"));
        var feed = new ScriptedFeed(_ => CanaryJudge.Rollouts.Verdict.Inconclusive);

        var end = await runs.RunAsync(runs.Setup(Runs.Plan) with { Feed = feed }, async runner =>
        {
            await Runs.UntilPhaseAsync(runner, RolloutPhase.Watching);
            File.Move(here, away);
            await Runs.UntilAsync(() => runs.Target.Weight == Weight.Zero);
            feed.Say(1, CanaryJudge.Rollouts.Verdict.Fail);
            await Runs.UntilAsync(() => runner.Status!.Memory.HeardFail);
            File.Move(away, here);
        });

        Assert.Equal(1, end.Exit);
        Assert.Equal(RollbackReason.Fail, runs.Journal.State.Reason);
        Assert.Equal(Weight.Zero, runs.Target.Weight);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_at_the_opening_means_zero_too()
    {
        using var runs = new Runs();
        await runs.RunAsync(runs.Setup() with { LeaveOnStop = true }, async runner =>
        {
            await Runs.UntilPhaseAsync(runner, RolloutPhase.Watching);
            runner.Stop();
        });
        var (here, away) = (Path.Combine(runs.Folder, JournalContents.FileName), Path.Combine(runs.Folder, "away"));
        using var journal = RolloutJournal.Open(runs.Folder, runs.Time);
        using var runner = new RolloutRunner(runs.Setup(), journal);
        File.Move(here, away);

        var running = runner.RunAsync(CancellationToken.None);
        await Runs.UntilAsync(() => runs.Target.Weight == Weight.Zero);
        File.Move(away, here);

        Assert.Equal(6, (await running).Exit);
        Assert.Equal(2, runs.Records.OfType<RolloutRecord.Opened>().Count());
        Assert.Equal(RollbackReason.Journal, runs.Journal.State.Reason);
    }

    [Fact]
    public async Task A_runner_that_was_fenced_out_does_nothing_more()
    {
        using var runs = new Runs();

        var end = await runs.RunAsync(null, async runner =>
        {
            await Runs.UntilPhaseAsync(runner, RolloutPhase.Watching);

            // Somebody took the lock away by hand and opened the journal anew.
            File.Delete(Path.Combine(runs.Folder, "lock"));
            using var other = RolloutJournal.Open(runs.Folder, runs.Time);
            Assert.Equal(AppendResult.Written, other.Append(1000, [new RolloutRecord.Opened(2, 0, GapKnown: true)]));
        });

        Assert.Equal(7, end.Exit);
        Assert.Single(runs.Target.Orders);
    }

    [Fact]
    public async Task The_way_to_zero_is_given_up_only_when_that_was_asked_for()
    {
        using var runs = new Runs();
        runs.Target.Weight = Weight.Zero;
        runs.Target.OnSet = (order, _) =>
        {
            runs.Target.Weight = new(500);
            return Task.FromResult<WeightChange>(order.Weight == Weight.Zero ? new WeightChange.Unknown("down") : new WeightChange.Applied(order.Weight));
        };

        var end = await runs.RunAsync(runs.Setup() with { GiveUpAfter = TimeSpan.FromSeconds(30) }, async runner =>
        {
            await Runs.UntilPhaseAsync(runner, RolloutPhase.Watching);
            await runner.TellAsync(new RolloutInput.Abort("ann"), CancellationToken.None);
        });

        Assert.Equal(6, end.Exit);
        Assert.Contains("not at zero", end.Message, StringComparison.Ordinal);
        Assert.Equal(RolloutPhase.Backing, runs.Journal.State.Phase);
    }

    [Fact]
    public async Task A_target_that_falls_back_by_itself_is_told_again_that_the_order_stands()
    {
        using var runs = new Runs { Target = new() { Expires = true } };
        var slow = runs.Setup(Runs.ByTime with { Steps = [new() { Weight = new(500), Min = 30, Max = 100, Gate = Gate.Time }] });

        await runs.RunAsync(slow);

        var first = runs.Target.Orders.Where(o => o.Epoch == 1).Select(o => o.ValidUntil).ToList();
        Assert.True(first.Count > 2);
        Assert.Equal(first.Order(), first);
        Assert.Null(runs.Target.Orders[^1].ValidUntil);
    }

    [Fact]
    public async Task Another_hand_is_on_record_and_put_right()
    {
        using var runs = new Runs();

        var end = await runs.RunAsync(null, async runner =>
        {
            await Runs.UntilPhaseAsync(runner, RolloutPhase.Watching);
            runs.Target.Weight = new(9000);
        });

        Assert.Equal(0, end.Exit);
        Assert.Contains(new RolloutRecord.Drift(new(9000), new(500)), runs.Records);
    }

    [Fact]
    public async Task Who_looks_on_and_fails_ends_no_rollout()
    {
        using var runs = new Runs();

        var end = await runs.RunAsync(runs.Setup() with { Observers = [new FullDisk()] });

        Assert.Equal((0, RolloutOutcome.Promoted), (end.Exit, runs.Journal.State.Outcome));
    }

    [Fact]
    public async Task A_journal_of_another_rollout_is_not_gone_on_with()
    {
        using var runs = new Runs();
        await runs.RunAsync();

        var end = await runs.RunAsync(runs.Setup() with { RolloutId = "shop-1.2" });

        Assert.Equal(2, end.Exit);
    }

    private sealed class FullDisk : IRolloutObserver
    {
        public void Turned(RolloutStatus status, RolloutInput input, IReadOnlyList<RolloutRecord> records, IReadOnlyList<RolloutAction> actions) =>
            throw new IOException("No space left on device");
    }

    /// <summary>Blocks the runner's loop, as a terminal does that was stopped.</summary>
    private sealed class Hanging(Task until) : IRolloutObserver
    {
        public bool IsHanging { get; private set; }

        public void Turned(RolloutStatus status, RolloutInput input, IReadOnlyList<RolloutRecord> records, IReadOnlyList<RolloutAction> actions)
        {
            if (status.State.Phase == RolloutPhase.Watching)
            {
                IsHanging = true;
                until.Wait();
            }
        }
    }
}
