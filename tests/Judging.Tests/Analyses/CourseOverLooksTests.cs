using System.Buffers;
using CanaryJudge.Judging.Analyses;
using CanaryJudge.Judging.Analyses.Evidence;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics.Anomalies;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Analyses;

public sealed class CourseOverLooksTests
{
    private const long Minute = Live.Minute;
    private static readonly Policy Policy = new() { Metrics = [new() { Name = "latency_ms" }, new() { Name = "errors" }] };

    /// <summary>Minutes of both arms: the canary's level is another from some minute on, perhaps both arms' are.</summary>
    private static readonly Gen<(double[] Baseline, double[] Canary)> Minutes = Gen.Select(Gen.Int[20, 128], Gen.Int[0, 128], Gen.Double[0.6, 2.5], Gen.Bool, Gen.Int[0, 99_999])
        .Select((n, from, factor, both, seed) =>
        {
            var random = new Random(seed);
            double Draw(int i, bool moves) => Math.Round(100 + (20 * random.NextDouble())) * (moves && i >= from ? factor : 1);
            return (
                Enumerable.Range(0, n).Select(i => Draw(i, both)).ToArray(),
                Enumerable.Range(0, n).Select(i => Draw(i, true)).ToArray());
        });

    [Fact]
    public void A_look_tells_of_changes_and_course_what_a_single_look_at_all_data_tells() => Minutes.ForAll(arms =>
    {
        var run = Begin();
        run.Apply(Batch(1, All(arms, 0, arms.Baseline.Length)), null);
        run.Apply(new AnalysisEntry.Finished(Live.Noon), null);

        // A FAIL ends the run, so that later data are not looked at.
        var looked = (int)((run.Look!.Moment.Until - Live.Noon) / Minute);
        var offline = Judge.Decide(Policy, new([.. All(arms, 0, looked)]), 0, CancellationToken.None);

        foreach (var single in offline.Metrics)
        {
            var look = run.Look.Judgement.Metrics.Single(m => m.Name == single.Name);
            Assert.Equal(single.Anomalies.Where(a => a.Kind != AnomalyKind.Points && (a.Course != CourseName.Throughout || look.Verdict == Verdict.Fail)), look.Anomalies);
        }
    });

    [Fact]
    public void Restarts_and_batches_change_no_bit_of_the_state() => Gen.Select(Minutes, Gen.Int[1, 127], Gen.Int[1, 30]).ForAll((arms, cut, size) =>
    {
        var whole = Begin();
        var parts = Begin();
        whole.Apply(Batch(1, All(arms, 0, arms.Baseline.Length)), null);
        var sequence = 0ul;
        for (var at = 0; at < arms.Baseline.Length; at += size)
        {
            parts.Apply(Batch(++sequence, All(arms, at, Math.Min(at + size, arms.Baseline.Length))), null);
            parts = at <= cut ? Restarted(parts) : parts;
        }

        Assert.Equal(whole.Look!.Judgement.Metrics.SelectMany(m => m.Anomalies), parts.Look!.Judgement.Metrics.SelectMany(m => m.Anomalies));
        Assert.Equal(State(Restarted(parts)), State(parts));
    });

    [Fact]
    public void A_run_of_weeks_stays_small_and_still_knows_since_when()
    {
        const int days = 14;
        var run = Begin();
        var random = new Random(5);
        var sizes = new List<int>();
        for (var day = 0; day < days; day++)
        {
            double[] baseline = [.. Enumerable.Range(0, 1_440).Select(_ => 100 + (20 * random.NextDouble()))];
            double[] canary = [.. baseline.Select((_, i) => (100 + (20 * random.NextDouble())) * (day >= 7 ? 1.3 : 1))];
            run.Apply(Batch((ulong)day + 1, [Points(Arm.Baseline, baseline, day * 1_440), Points(Arm.Canary, canary, day * 1_440)]), null);
            sizes.Add(State(run).Length);
            if (run.State != AnalysisState.Running)
            {
                break;
            }
        }

        Assert.InRange(sizes.Max(), sizes[0] / 2, sizes[0] + 2_000);
        Assert.Contains(run.Look!.Judgement.Metrics.Single(m => m.Name == "latency_ms").Anomalies, a => a.Kind == AnomalyKind.Course && a.Course == CourseName.Onset);
    }

    [Fact]
    public void An_onset_soon_after_a_step_is_told_of_with_the_step()
    {
        var run = Begin();
        var random = new Random(3);
        double[] baseline = [.. Enumerable.Range(0, 40).Select(_ => 115 + (6 * random.NextDouble()))];
        double[] canary = [.. Enumerable.Range(0, 40).Select(i => (115 + (6 * random.NextDouble())) * (i < 22 ? 1 : 1.7))];
        run.Apply(new AnalysisEntry.StepSet(Live.Noon, new(1, 0, 500, Live.Noon), null), null);
        run.Apply(new AnalysisEntry.StepSet(Live.Noon, new(2, 1, 2_500, Live.Noon + (20 * Minute)), null), null);
        Judgement? last = null;
        run.Apply(Batch(1, [Points(Arm.Baseline, baseline, 0), Points(Arm.Canary, canary, 0)]), e => last = (e.Change as AnalysisChange.Looked)?.Judgement ?? last);

        var course = last!.Metrics.Single(m => m.Name == "latency_ms").Anomalies.Single(a => a.Kind == AnomalyKind.Course);

        Assert.Equal((CourseName.Onset, new AnomalyStep(2_500, TimeSpan.FromMinutes(2))), (course.Course, course.Step));
        Assert.StartsWith("Worse since 12:22 UTC, 2 min after the step to 25%: median 118 ms → ", course.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_is_told_late_changes_nothing_that_was_said_before()
    {
        var run = Begin();
        var random = new Random(3);
        double[] baseline = [.. Enumerable.Range(0, 40).Select(_ => 115 + (6 * random.NextDouble()))];
        double[] canary = [.. Enumerable.Range(0, 40).Select(i => (115 + (6 * random.NextDouble())) * (i < 22 ? 1 : 1.06))];
        run.Apply(new AnalysisEntry.StepSet(Live.Noon, new(1, 0, 500, Live.Noon), null), null);
        run.Apply(Batch(1, [Points(Arm.Baseline, baseline, 0), Points(Arm.Canary, canary, 0)]), null);
        run.Apply(new AnalysisEntry.StepSet(Live.Noon, new(2, 1, 2_500, Live.Noon + (20 * Minute)), null), null);
        Anomaly[] Told(AnalysisRun of) => [.. of.Look!.Judgement.Metrics.SelectMany(m => m.Anomalies)];

        Assert.Equal(AnalysisState.Running, run.State);
        Assert.NotEmpty(Told(run));
        Assert.Equal(Told(run), Told(Restarted(run)));
    }

    [Fact]
    public void An_arm_that_hangs_and_a_clock_that_is_off_are_told_of_at_a_look()
    {
        var run = Begin();
        var random = new Random(8);
        double[] load = [.. Enumerable.Range(0, 90).Select(_ => 100 + (40 * random.NextDouble()))];
        run.Apply(Batch(1, [Points(Arm.Baseline, load, 0), Points(Arm.Canary, [.. load.Take(3), .. load.Take(57), .. Enumerable.Repeat(77.5, 30)], 0)]), null);

        var codes = run.Look!.Judgement.Metrics.Single(m => m.Name == "latency_ms").Warnings.Select(w => w.Code).ToArray();

        Assert.Contains(WarningCode.FrozenArm, codes);
        Assert.Contains(WarningCode.ClockOffset, codes);
    }

    [Fact]
    public void Of_healthy_runs_hardly_any_is_ever_told_to_have_a_course()
    {
        var told = 0;
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            double[] Arm() => [.. Enumerable.Range(0, 90).Select(_ => Math.Exp(random.NextDouble() + random.NextDouble()))];
            var run = Begin();
            var any = false;
            run.Apply(
                Batch(1, [Points(Model.Arm.Baseline, Arm(), 0), Points(Model.Arm.Canary, Arm(), 0)]),
                e => any |= e.Change is AnalysisChange.Looked l && l.Judgement.Metrics.SelectMany(m => m.Anomalies).Any(a => a.Kind == AnomalyKind.Course));
            told += any ? 1 : 0;
        }

        Assert.InRange(told, 0, 3);
    }

    private static AnalysisRun Begin() => AnalysisRun.Begin(new() { Id = "a", Created = Live.Noon, PolicyText = "" }, Policy, "hash", new SequentialWatches());

    private static AnalysisRun Restarted(AnalysisRun run) => AnalysisRun.Read(run.Start, Policy, "hash", new SequentialWatches(), State(run));

    private static byte[] State(AnalysisRun run)
    {
        var bytes = new ArrayBufferWriter<byte>();
        run.Write(bytes);
        return bytes.WrittenSpan.ToArray();
    }

    private static AnalysisEntry.Batch Batch(ulong sequence, Series[] series) => new(Live.Noon + (100_000 * Minute), "p", sequence, series);

    private static Series[] All((double[] Baseline, double[] Canary) arms, int from, int to) =>
    [
        Points(Arm.Baseline, arms.Baseline[from..to], from), Points(Arm.Canary, arms.Canary[from..to], from),
        Errors(Arm.Baseline, arms.Baseline[from..to], from), Errors(Arm.Canary, arms.Canary[from..to], from),
    ];

    private static Series Points(Arm arm, double[] values, int first) => new(
        "latency_ms", arm, Series.NoLabels, new SeriesData.Points(TimeSpan.FromMinutes(1), At(values.Length, first), values));

    private static Series Errors(Arm arm, double[] values, int first) => new(
        "errors", arm, Series.NoLabels, new SeriesData.Ratios(At(values.Length, first), [.. values.Select(v => Math.Floor(v / 10))], [.. values.Select(_ => 1_000.0)]));

    private static long[] At(int count, int first) => [.. Enumerable.Range(first, count).Select(i => Live.Noon + (i * Minute))];
}
