using CanaryJudge.Judging.Analyses;
using CanaryJudge.Judging.Analyses.Evidence;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using static CanaryJudge.Judging.Tests.Analyses.Live;

namespace CanaryJudge.Judging.Tests.Analyses;

public sealed class AnalysisRunTests
{
    [Fact]
    public void A_bucket_closes_when_the_newest_time_minus_the_lateness_has_passed_its_end()
    {
        var live = new Live();

        live.Send(Latency(Arm.Baseline, (Noon, 1), (Noon + (69 * Second), 2)));
        var before = live.Moments.Count();
        live.Send(Latency(Arm.Canary, (Noon + (70 * Second), 3)));

        Assert.Equal(0, before);
        Assert.Equal([new LookMoment(1, Noon + Minute, 0, Minute, 0, IsLast: false)], live.Moments);
        Assert.Equal([1.0], ((SeriesData.Samples)live.Watches.Closed.Single().Baseline!).Values);
        Assert.Null(live.Watches.Closed.Single().Canary);
    }

    [Fact]
    public void Every_closed_bucket_gets_one_look_however_many_a_batch_closes()
    {
        var live = new Live();

        live.Send(Latency(Arm.Baseline, [.. Enumerable.Range(0, 20).Select(i => (Noon + (i * Minute), 1.0))]));

        Assert.Equal(Enumerable.Range(1, 18).Select(i => (long)i), live.Moments.Select(m => m.Number));
        Assert.Equal(18, live.Run.Looks);
    }

    [Fact]
    public void A_row_of_a_closed_bucket_is_late_and_counted()
    {
        var live = new Live();
        live.Send(Latency(Arm.Baseline, (Noon, 1), (Noon + (80 * Second), 1)));

        var counts = live.Send(Latency(Arm.Canary, (Noon + Second, 1), (Noon + (61 * Second), 1)));

        Assert.Equal((1, 1), (counts.Accepted, counts.Late));
        Assert.Equal((3, 1), (live.Run.Counts.Accepted, live.Run.Counts.Late));
    }

    [Fact]
    public void An_interval_already_taken_is_a_duplicate_and_another_value_for_it_is_rejected()
    {
        var live = new Live();
        live.Send(Errors(Arm.Baseline, (Noon, 1, 10)));

        var counts = live.Send(Errors(Arm.Baseline, (Noon, 1, 10)), Errors(Arm.Canary, (Noon, 1, 10)));
        var conflict = live.Send(Errors(Arm.Baseline, (Noon, 2, 10)));

        Assert.Equal((1, 1), (counts.Accepted, counts.Duplicate));
        Assert.Equal([KeyValuePair.Create(Rejection.ConflictingValue, 1L)], conflict.Rejected);
    }

    [Fact]
    public void Rows_that_cannot_be_taken_are_counted_by_reason()
    {
        var live = new Live();
        var late = Noon + (2000 * Minute);

        var counts = live.Send(
            new Series("unknown", Arm.Canary, Series.NoLabels, new SeriesData.Samples([Noon, Noon], [1, 2], [])),
            Latency(Arm.Canary, (Noon, double.NaN), (Noon, double.PositiveInfinity), (late, 1), (Noon, 1)),
            new Series("latency_ms", Arm.Baseline, Series.NoLabels, new SeriesData.Ratios([Noon], [1], [2])),
            new Series("size", Arm.Baseline, Series.NoLabels, new SeriesData.Histograms([Noon], [1, 2], [[1, 1]])),
            new Series("size", Arm.Canary, Series.NoLabels, new SeriesData.Histograms([Noon], [1, 3], [[1, 1]])));

        Assert.Equal(2, counts.Accepted);
        Assert.Equal(
            [
                KeyValuePair.Create(Rejection.MetricNotInPolicy, 2L), KeyValuePair.Create(Rejection.OtherKind, 1L), KeyValuePair.Create(Rejection.OtherBounds, 1L),
                KeyValuePair.Create(Rejection.InTheFuture, 1L), KeyValuePair.Create(Rejection.NotFinite, 2L),
            ],
            counts.Rejected);
    }

    [Fact]
    public void Values_beyond_every_metric_are_rejected_in_every_kind_and_an_analysis_of_them_can_be_finished()
    {
        const double beyond = 1.7e308;
        var live = new Live(watches: new SequentialWatches());
        foreach (var minute in Enumerable.Range(0, 4))
        {
            var at = Noon + (minute * Minute);
            (long, double)[] samples = [.. Enumerable.Range(0, 60).SelectMany(i => new[] { (at + i, i % 2 == 0 ? beyond : -beyond), (at + i, 1e100) })];
            var counts = live.Send(
                Latency(Arm.Baseline, samples),
                Latency(Arm.Canary, samples),
                Cpu(Arm.Baseline, Minute, (at, beyond)),
                new("errors", Arm.Baseline, Series.NoLabels, new SeriesData.Counts([at, at + Minute], [beyond, 1], [1, beyond])),
                new("size", Arm.Canary, Series.NoLabels, new SeriesData.ExponentialHistograms([at], [new(0, new(0, [1, beyond]), new(0, []), 0, 0)])));

            Assert.Equal([KeyValuePair.Create(Rejection.NotFinite, 124L)], counts.Rejected);
            Assert.Equal(120, counts.Accepted);
        }

        live.Finish();

        Assert.Equal(AnalysisState.Inconclusive, live.Run.State);
    }

    [Fact]
    public void Interval_data_keep_the_width_that_they_show()
    {
        var live = new Live();

        live.Send(Errors(Arm.Canary, [.. Enumerable.Range(0, 6).Select(i => (Noon + (i * 15 * Second), 1.0, 10.0))]));

        // Starts at 0, 15, ... 75 s; known to last 15 s each, so the newest speaks up to 90 s.
        Assert.Equal([15, 30, 45, 60, 75], live.Moments.Select(m => (m.Until - Noon) / Second));
    }

    [Fact]
    public void A_stated_width_needs_no_second_interval()
    {
        var live = new Live(new() { Lateness = 0 });

        live.Send(Cpu(Arm.Baseline, 5 * Second, (Noon, 1)));

        Assert.Equal(Noon + (5 * Second), live.Moments.Single().Until);
    }

    [Fact]
    public void A_repeat_is_known_a_gap_and_other_content_are_refused_with_the_sequence_expected()
    {
        var live = new Live();
        live.Send(Latency(Arm.Baseline, (Noon, 1)));
        live.Send(Latency(Arm.Baseline, (Noon, 2)));

        Assert.IsType<Admission.Repeated>(live.Admit(Batch(1, Latency(Arm.Baseline, (Noon, 1)))));
        Assert.Equal(new Admission.OtherContent(1, 3), live.Admit(Batch(1, Latency(Arm.Baseline, (Noon, 9)))));
        Assert.Equal(new Admission.Gap(4, 3), live.Admit(Batch(4, Latency(Arm.Baseline, (Noon, 1)))));
        Assert.Equal(new Admission.Gap(0, 3), live.Admit(Batch(0, Latency(Arm.Baseline, (Noon, 1)))));
    }

    [Fact]
    public void The_first_fail_ends_an_analysis_for_good_and_what_was_taken_before_is_still_acknowledged()
    {
        var live = new Live(new() { Minimum = 60 * Minute });
        var last = Latency(Arm.Canary, (Noon, 2e6), (Noon + (5 * Minute), 0));

        live.Send(last);

        Assert.Equal(AnalysisState.Failed, live.Run.State);
        Assert.Equal(1, live.Run.Looks);
        Assert.IsType<Admission.Repeated>(live.Admit(Batch(1, last)));
        Assert.Equal(new Admission.Over(AnalysisState.Failed), live.Admit(Batch(2, last)));
        Assert.IsType<Admission.Repeated>(live.Admit(new AnalysisEntry.Finished(Noon)));
        Assert.IsType<AnalysisChange.Ended>(live.Events[^1].Change);
    }

    [Fact]
    public void A_pass_ends_it_only_after_the_minimum_and_only_by_the_first_decision()
    {
        Func<Policy, Policy> one = p => p with { Metrics = [Metric("latency_ms")] };
        Series[] passing = [Latency(Arm.Canary, [.. Enumerable.Range(0, 10).Select(i => (Noon + (i * Minute), -2.0))])];
        Live early = new(change: one), minimum = new(new() { Minimum = 3 * Minute }, one), failOnly = new(new() { StopRule = StopRule.FailOnly }, one);

        early.Send(passing);
        minimum.Send(passing);
        failOnly.Send(passing);

        Assert.Equal((AnalysisState.Passed, 1), (early.Run.State, early.Run.Looks));
        Assert.Equal((AnalysisState.Passed, 3), (minimum.Run.State, minimum.Run.Looks));
        Assert.Equal((AnalysisState.Running, 8), (failOnly.Run.State, failOnly.Run.Looks));
        failOnly.Finish();
        Assert.Equal(AnalysisState.Passed, failOnly.Run.State);
    }

    [Fact]
    public void The_maximum_ends_it_at_its_last_look()
    {
        var live = new Live(new() { Maximum = 4 * Minute });

        live.Send(Latency(Arm.Canary, [.. Enumerable.Range(0, 10).Select(i => (Noon + (i * Minute), 0.0))]));

        Assert.Equal((AnalysisState.Inconclusive, 4), (live.Run.State, live.Run.Looks));
        Assert.True(live.Moments.Last().IsLast);
        Assert.Null(live.Run.TimesOutAt);
        Assert.Equal(0, live.Run.OpenValues);
    }

    [Fact]
    public void Planned_looks_are_the_only_ones_and_the_last_one_ends_it()
    {
        var live = new Live(new() { PlannedLooks = [2 * Minute, 5 * Minute] });

        live.Send(Latency(Arm.Canary, [.. Enumerable.Range(0, 10).Select(i => (Noon + (i * Minute), 0.0))]));

        Assert.Equal([(1, 2 * Minute, 1, false), (2, 5 * Minute, 2, true)], live.Moments.Select(m => (m.Number, m.Elapsed, m.Planned, m.IsLast)));
        Assert.Equal(AnalysisState.Inconclusive, live.Run.State);
    }

    [Fact]
    public void Finishing_closes_open_buckets_and_only_then_missing_data_count_as_the_policy_says()
    {
        var live = new Live(change: p => p with { Metrics = [Metric("latency_ms"), Metric("cpu") with { Missing = Missing.Fail }] });
        live.Send(Latency(Arm.Canary, (Noon, -2), (Noon + Minute, -2), (Noon + (2 * Minute), -2)));
        var before = live.Run.Look!.Judgement.Verdict;

        live.Finish();

        Assert.Equal(Verdict.Inconclusive, before);
        Assert.Equal(AnalysisState.Failed, live.Run.State);
        Assert.Equal(3, live.Run.Looks);
        Assert.Equal(ReasonCode.MissingByPolicy, live.Run.Look!.Judgement.Metrics[0].ReasonCode);
    }

    [Fact]
    public void Finishing_without_data_is_inconclusive_for_want_of_data()
    {
        var live = new Live();

        live.Finish();

        Assert.Equal(AnalysisState.Inconclusive, live.Run.State);
        Assert.Equal(ReasonCode.NoData, live.Run.Look!.Judgement.ReasonCode);
        Assert.Equal(0, live.Moments.Single().Number);
    }

    [Fact]
    public void A_low_score_fails_nothing_while_open_metrics_may_still_lift_it()
    {
        var live = new Live(change: p => p with { Score = new(90, 50) });

        live.Send(Latency(Arm.Canary, (Noon, 0), (Noon + (2 * Minute), 0)));
        var open = live.Run.Look!.Judgement.Verdict;
        live.Finish();

        Assert.Equal(Verdict.Inconclusive, open);
        Assert.Equal(AnalysisState.Failed, live.Run.State);
    }

    [Fact]
    public void Samples_belong_to_the_step_of_their_time_and_between_two_steps_to_none()
    {
        var live = new Live(new() { StopRule = StopRule.FailOnly });
        live.Step(1, Noon + (10 * Second));
        live.Step(2, Noon + (40 * Second), ended: Noon + (30 * Second));

        live.Send(Latency(Arm.Canary, [.. Enumerable.Range(0, 60).Select(i => (Noon + (i * Second), (double)i)), (Noon + (2 * Minute), 0)]));

        Assert.Equal([(0, 10), (1, 20), (2, 20)], live.Watches.Closed.Select(c => (c.Epoch, c.Canary!.Count)));
        Assert.Equal([10.0, 29.0], [((SeriesData.Samples)live.Watches.Closed[1].Canary!).Values[0], ((SeriesData.Samples)live.Watches.Closed[1].Canary!).Values[^1]]);
        Assert.Equal(20, live.Run.Look!.CanaryTraffic);
        Assert.Equal(2, live.Moments.Single().Epoch);
    }

    [Fact]
    public void What_ends_beside_the_first_step_is_epoch_0()
    {
        var live = new Live(new() { Lateness = 0 });
        live.Step(1, Noon + (40 * Second), ended: Noon + (10 * Second));
        live.Restart();

        live.Send(Latency(Arm.Canary, [.. Enumerable.Range(0, 60).Select(i => (Noon + (i * Second), (double)i)), (Noon + (2 * Minute), 0)]));

        Assert.Equal([(0, 10), (1, 20)], live.Watches.Closed.Select(c => (c.Epoch, c.Canary!.Count)));
    }

    [Fact]
    public void The_first_step_does_not_begin_before_epoch_0_has_ended() => Assert.Equal(
        new Admission.WrongTimes("step.since", "It lies before the end of epoch 0."),
        new Live().Admit(new AnalysisEntry.StepSet(Noon, new(1, 0, 500, Noon), Noon + Second)));

    [Fact]
    public void An_interval_in_which_the_weight_moved_belongs_to_no_step()
    {
        var live = new Live(new() { Lateness = 0 });
        live.Step(1, Noon + (90 * Second));

        live.Send(Cpu(Arm.Canary, Minute, (Noon, 1), (Noon + Minute, 2), (Noon + (2 * Minute), 3)));

        Assert.Equal([(0, 1.0), (1, 3.0)], live.Watches.Closed.Select(c => (c.Epoch, ((SeriesData.Points)c.Canary!).Values[0])));
        Assert.Equal(3, live.Run.Looks);
    }

    [Fact]
    public void An_older_epoch_is_refused_and_the_same_step_again_changes_nothing()
    {
        var live = new Live();
        live.Step(5, Noon);
        live.Apply(new AnalysisEntry.StepSet(Noon, null, Noon + Minute));

        Assert.Null(live.Run.Step);
        Assert.Equal(new Admission.OlderEpoch(4, 5), live.Admit(new AnalysisEntry.StepSet(0, new(4, 0, 100, Noon), null)));
        Assert.IsType<Admission.Repeated>(live.Admit(new AnalysisEntry.StepSet(0, new(5, 0, 500, Noon), null)));
        Assert.IsType<Admission.OtherStep>(live.Admit(new AnalysisEntry.StepSet(0, new(5, 1, 500, Noon), null)));
        Assert.IsType<Admission.Repeated>(live.Admit(new AnalysisEntry.StepSet(0, null, Noon + Minute)));
        Assert.IsType<Admission.WrongTimes>(live.Admit(new AnalysisEntry.StepSet(0, null, Noon + (2 * Minute))));
        Assert.IsType<Admission.WrongTimes>(live.Admit(new AnalysisEntry.StepSet(0, new(6, 0, 100, Noon + Second), null)));
        Assert.IsType<Admission.Fresh>(live.Admit(new AnalysisEntry.StepSet(0, new(6, 0, 100, Noon + Minute), null)));
    }

    [Fact]
    public void The_warm_up_is_left_out()
    {
        var live = new Live(change: p => p with { Metrics = [Metric("latency_ms") with { Warmup = TimeSpan.FromSeconds(30) }] });

        live.Send(Latency(Arm.Canary, [.. Enumerable.Range(0, 60).Select(i => (Noon + (i * Second), (double)i)), (Noon + (2 * Minute), 0)]));

        Assert.Equal(30, live.Watches.Closed.Single().Canary!.Count);
    }

    [Fact]
    public void A_limit_is_named_and_counts_only_what_would_still_wait()
    {
        var live = new Live();
        var limits = new IntakeLimits(1, 10, 1);
        var history = Latency(Arm.Canary, [.. Enumerable.Range(0, 500).Select(i => (Noon + (i * 10 * Second), 1.0))]);
        var crowd = Latency(Arm.Canary, [.. Enumerable.Range(0, 11).Select(i => (Noon + i, 1.0))]);

        Assert.IsType<Admission.Fresh>(live.Admit(Batch(1, history), limits));
        Assert.Equal(("MaxOpenValuesPerAnalysis", 10), live.Admit(Batch(1, crowd), limits) is Admission.OverLimit o ? (o.Limit, o.Allowed) : default);
        Assert.All(
            new SeriesData[] { new SeriesData.Histograms([Noon], [1], [new double[11]]), new SeriesData.ExponentialHistograms([Noon], [new(0, new(0, new double[6]), new(0, new double[5]), 0, 0)]) },
            counts => Assert.IsType<Admission.OverLimit>(live.Admit(Batch(1, new Series("size", Arm.Canary, Series.NoLabels, counts)), limits)));
        live.Send(history);
        live.Step(1, Noon);
        Assert.Equal("MaxProducersPerAnalysis", ((Admission.OverLimit)live.Admit(Batch(1, crowd) with { Producer = "q" }, limits)).Limit);
        Assert.Equal("MaxStepsPerAnalysis", ((Admission.OverLimit)live.Admit(new AnalysisEntry.StepSet(0, new(2, 0, 0, Noon + Minute), null), limits)).Limit);
    }

    [Fact]
    public void The_last_number_that_there_is_has_none_after_it()
    {
        var live = new Live();
        live.Run.Apply(Batch(ulong.MaxValue, Latency(Arm.Canary, (Noon, 1))), seen: null);

        live.Restart();

        Assert.Equal(ulong.MaxValue, live.Run.Producers["p"]);
    }

    [Fact]
    public void A_policy_without_metrics_cannot_be_watched() =>
        Assert.Throws<ArgumentException>(() => new Live(change: _ => Policy.Inferred));

    [Fact]
    public void The_error_budget_is_shared_by_weight()
    {
        var live = new Live(new() { Lateness = 0 }, p => p with { Metrics = [Metric("latency_ms") with { Critical = true }, Metric("cpu"), Metric("errors") with { Muted = true }] });

        live.Send(
            Latency(Arm.Canary, (Noon, 1), (Noon + (4 * Minute), 1)), Cpu(Arm.Canary, Minute, (Noon, 1)), Errors(Arm.Canary, (Noon, 1, 2), (Noon + Minute, 1, 2), (Noon + (2 * Minute), 1, 2)));

        var shares = live.Run.Look!.Judgement.Metrics.ToDictionary(m => m.Name, m => double.Parse(m.Reason.Split(' ')[1]));
        Assert.Equal(0.05 * 3 / 4, shares["latency_ms"], 15);
        Assert.Equal(0.05 / 4, shares["cpu"], 15);
        Assert.Equal(0.05 / 5, shares["errors"], 15);
    }

    [Fact]
    public void Watchers_resume_after_a_revision()
    {
        var live = new Live();
        live.Step(1, Noon);
        live.Send(Latency(Arm.Canary, [.. Enumerable.Range(0, 5).Select(i => (Noon + (i * Minute), 0.0))]));
        live.Apply(new AnalysisEntry.Unwatched(Noon));

        var all = live.Run.EventsAfter(0);
        var newest = live.Run.EventsAfter(all[^2].Revision);

        Assert.Equal([1UL, 4UL, 5UL], all.Select(e => e.Revision));
        Assert.Equal(5UL, live.Run.Revision);
        Assert.IsType<AnalysisChange.Warned>(newest.Single().Change);
    }

    [Fact]
    public void A_state_that_was_cut_short_changed_or_written_by_another_version_is_refused()
    {
        var live = new Live();
        live.Send(Latency(Arm.Canary, (Noon, 0), (Noon + (3 * Minute), 0)));
        var state = live.State();

        for (var length = 0; length < state.Length; length += 7)
        {
            var cut = state[..length];
            Assert.Throws<DamagedStateException>(() => AnalysisRun.Read(live.Run.Start, live.Policy, "hash", live.Watches, cut));
        }

        state[0] ^= 1;
        Assert.Throws<DamagedStateException>(() => AnalysisRun.Read(live.Run.Start, live.Policy, "hash", live.Watches, state));
    }

    [Fact]
    public void Every_entry_reads_back_as_it_was_written()
    {
        var start = new AnalysisStart
        {
            Id = "a.b-c",
            RequestId = "r",
            Created = Noon,
            PolicyText = "metrics: []\n",
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["service"] = "checkout" },
            Options = new() { Bucket = 1, Lateness = 2, Minimum = 3, Maximum = 4, PlannedLooks = [5, 6], StopRule = StopRule.FailOnly, UnwatchedAfter = 7, ClockSkew = 8 },
        };
        AnalysisEntry[] entries =
        [
            new AnalysisEntry.StepSet(1, new(2, 3, 4, 5), 6), new AnalysisEntry.StepSet(1, null, 6), new AnalysisEntry.Finished(1),
            new AnalysisEntry.TimedOut(2), new AnalysisEntry.Cancelled(3), new AnalysisEntry.Unwatched(4),
        ];

        var read = EntryBytes.ReadStart(EntryBytes.Write(start));

        Assert.Equal(EntryBytes.Write(start), EntryBytes.Write(read));
        Assert.Equal((start.Id, start.PolicyText, start.Options.Maximum, "checkout"), (read.Id, read.PolicyText, read.Options.Maximum, read.Labels["service"]));
        Assert.All(entries, e => Assert.Equal(e, EntryBytes.Read(EntryBytes.Write(e))));
    }
}
