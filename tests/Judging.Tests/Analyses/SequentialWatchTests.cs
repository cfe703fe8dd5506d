using System.Buffers;
using CanaryJudge.Judging.Analyses;
using CanaryJudge.Judging.Analyses.Evidence;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Tests.Analyses;

/// <summary>Metrics watched over looks: what is said, that it survives a restart, and that it keeps its promise.</summary>
public sealed class SequentialWatchTests
{
    private const long Minute = 60 * RunOptions.Second;
    private const long Noon = Tests.Run.Noon;

    [Fact]
    public void Slower_requests_are_failed_soon_and_said_so()
    {
        var last = Samples(1, 60, 1.6).Last();

        Assert.Equal(Verdict.Fail, last.Judgement.Verdict);
        Assert.InRange(last.Moment.Number, 2, 20);
        Assert.Matches("^latency_ms got slower: latency_ms [0-9]+ → [0-9]+ ms, \\+[0-9]+% \\(at least \\+[0-9]+%\\)\\.$|^latency_ms got slower: [0-9]+ → [0-9]+ ms", last.Judgement.Reason);
        Assert.Equal("stratified-ranks", last.Judgement.Metrics[0].Method);
        Assert.True(last.Judgement.Metrics[0].Effect!.Failed);
    }

    [Fact]
    public void An_unchanged_release_passes_when_the_guards_have_spoken()
    {
        var last = Samples(2, 60, 1).Last();

        Assert.Equal((Verdict.Pass, ReasonCode.HarmRuledOut), (last.Judgement.Verdict, last.Judgement.ReasonCode));
        Assert.True(last.Judgement.Metrics[0].Canary!.Count >= 1000);
    }

    [Fact]
    public void What_is_lacking_is_named_where_the_margin_itself_is_ruled_out()
    {
        var chance = new Random(9);
        var looks = Play(new MetricPolicy { Name = "latency_ms", Margin = new(0.5, null) }, 12, (_, _) => Minutes(12, i => (i, LogNormal(chance, 60, 1, slowShare: 0)))).ToList();

        var waiting = looks.Select(l => l.Judgement.Metrics[0]).Where(m => m.ReasonCode == ReasonCode.GuardNeedsData).ToList();
        Assert.NotEmpty(waiting);
        Assert.All(waiting, m => Assert.Equal(1_000 - m.Canary!.Count, m.Needed!.CanarySamples, 10.0));
        Assert.All(waiting, m => Assert.Matches("^latency_ms itself is fine, but it needs [0-9]+ more canary requests, about .* before the slowest 1% can be judged\\.$", m.Reason));
        Assert.DoesNotContain(looks, l => l.Judgement.Metrics[0] is { ReasonCode: ReasonCode.MarginNotRuledOut, Effect.RelativeUpper: < 0.5 } m && m.Reason.Contains("still possible", StringComparison.Ordinal));
    }

    [Fact]
    public void A_tail_alone_is_failed_by_its_guard()
    {
        var chance = new Random(3);
        var last = Play(new MetricPolicy { Name = "latency_ms" }, 60, (_, canary) => Minutes(60, i => (i, LogNormal(chance, 60, 1, slowShare: canary ? 0.08 : 0)))).Last();

        var metric = last.Judgement.Metrics[0];
        Assert.Equal(Verdict.Fail, metric.Verdict);
        Assert.StartsWith("p9", metric.DecidedBy, StringComparison.Ordinal);
        Assert.StartsWith("The slowest", metric.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_points_say_how_many_a_decision_needs()
    {
        var chance = new Random(4);
        var looks = Points(chance, 12, 1).ToList();

        Assert.All(looks, l => Assert.Equal(ReasonCode.NotEnoughData, l.Judgement.ReasonCode));
        Assert.Equal("Too early to judge cpu: 12 intervals in common; a decision rests on 30 or more.", looks[^1].Judgement.Reason);
        Assert.True(looks[^1].Judgement.Metrics[0].Approximate);
    }

    [Theory]
    [InlineData(50, Verdict.Pass, ReasonCode.HarmRuledOut)]
    [InlineData(55, Verdict.Inconclusive, ReasonCode.ZeroVariance)]
    public void Constant_arms_pass_when_they_are_equal_and_cannot_be_tested_when_not(double canary, Verdict verdict, ReasonCode code)
    {
        Series Constant(Arm arm, double value) => new("cpu", arm, Series.NoLabels, new SeriesData.Points(
            TimeSpan.FromMinutes(1), [.. Enumerable.Range(0, 40).Select(i => Noon + (i * Minute))], [.. Enumerable.Repeat(value, 40)]));
        var last = Replay.Play(new() { Metrics = [new() { Name = "cpu" }] }, [Constant(Arm.Baseline, 50), Constant(Arm.Canary, canary)], Options, "hash").Last();

        Assert.Equal((verdict, code), (last.Judgement.Verdict, last.Judgement.ReasonCode));
        Assert.Equal(verdict == Verdict.Pass, last.Judgement.Metrics[0].Warnings.Any(w => w.Code == WarningCode.ZeroVariance));
    }

    [Fact]
    public void What_only_a_single_look_can_judge_is_refused_by_name()
    {
        var last = Samples(5, 5, 1, new MetricPolicy { Name = "latency_ms", Measure = new Measure.Mean() }).Last();

        Assert.Equal(ReasonCode.NotComparable, last.Judgement.ReasonCode);
        Assert.Equal("latency_ms: measure mean judges a single look; an analysis is looked at many times. Leave it out.", last.Judgement.Reason);
    }

    [Fact]
    public void An_arm_without_data_is_named()
    {
        var chance = new Random(6);
        var looks = Play(new MetricPolicy { Name = "latency_ms" }, 3, (_, canary) => canary ? [] : Minutes(3, i => (i, LogNormal(chance, 10, 1))));

        Assert.All(looks, l => Assert.Equal(ReasonCode.OneArmEmpty, l.Judgement.ReasonCode));
    }

    [Theory]
    [InlineData("samples")]
    [InlineData("points")]
    [InlineData("ratio")]
    [InlineData("count")]
    public void A_restart_after_any_bucket_changes_no_look(string kind)
    {
        var chance = new Random(7);
        var plan = new MetricWatchPlan(new() { Name = "m" }, kind, 0.05, 0.05, []);
        var watches = new SequentialWatches();
        IMetricWatch straight = watches.Start(plan), restarted = watches.Start(plan);
        for (var i = 0; i < 45; i++)
        {
            var bucket = new ClosedBucket(Noon + (i * Minute), Noon + ((i + 1) * Minute), i / 20, Bucket(chance, kind, i), Bucket(chance, kind, i));
            straight.Add(bucket);
            restarted.Add(bucket);
            var moment = new LookMoment(i + 1, bucket.End, bucket.Epoch, (i + 1) * Minute, 0, IsLast: false);
            var bytes = State(restarted);
            restarted = watches.Read(plan, bytes);
            Assert.Equal(State(straight), bytes);
            Assert.Equal(System.Text.Json.JsonSerializer.Serialize(straight.Look(moment), Json), System.Text.Json.JsonSerializer.Serialize(restarted.Look(moment), Json));
        }
    }

    [Fact]
    public void What_passed_at_one_step_has_not_passed_at_the_next_before_its_data_come()
    {
        var chance = new Random(8);
        var watch = new SequentialWatches().Start(new(new() { Name = "m" }, "samples", 0.05, 0.05, []));
        LookMoment Moment(int minutes, int epoch) => new(minutes, Noon + (minutes * Minute), epoch, minutes * Minute, 0, IsLast: false);
        for (var i = 0; i < 60; i++)
        {
            watch.Add(new ClosedBucket(Noon + (i * Minute), Noon + ((i + 1) * Minute), 1, Bucket(chance, "samples", i), Bucket(chance, "samples", i)));
        }

        var (before, next) = (watch.Look(Moment(60, 1)).Judgement, watch.Look(Moment(61, 2)).Judgement);

        Assert.Equal(Verdict.Pass, before.Verdict);
        Assert.Equal((Verdict.Inconclusive, ReasonCode.NotEnoughData), (next.Verdict, next.ReasonCode));
        Assert.Equal("Too early to judge m: no data of the present step yet.", next.Reason);
        Assert.Null(next.Needed);
    }

    [Fact]
    public void A_damaged_state_is_refused()
    {
        var plan = new MetricWatchPlan(new() { Name = "m" }, "ratio", 0.05, 0.05, []);
        var watch = new SequentialWatches().Start(plan);
        watch.Add(new ClosedBucket(Noon, Noon + Minute, 0, Bucket(new(1), "ratio", 0), Bucket(new(2), "ratio", 0)));
        var bytes = State(watch);

        Assert.Throws<DamagedStateException>(() => new SequentialWatches().Read(plan, bytes.AsSpan(0, bytes.Length / 2)));
        Assert.Throws<DamagedStateException>(() => new SequentialWatches().Read(plan, [.. bytes, 1, 2, 3, 4, 5, 6, 7, 8]));
        Assert.Throws<DamagedStateException>(() => new SequentialWatches().Read(plan, new byte[bytes.Length]));
    }

    [Fact]
    public void Looked_at_every_minute_an_unchanged_release_is_failed_in_at_most_one_run_in_twenty()
    {
        const int Runs = 120;
        var failed = Enumerable.Range(0, Runs).Count(seed => Samples(1000 + seed, 40, 1).Last().Judgement.Verdict == Verdict.Fail)
            + Enumerable.Range(0, Runs).Count(seed => Points(new(2000 + seed), 60, 1).Last().Judgement.Verdict == Verdict.Fail);

        Assert.InRange(failed / (2.0 * Runs), 0, 0.05 + (3 * Math.Sqrt(0.05 * 0.95 / (2 * Runs))));
    }

    private static readonly System.Text.Json.JsonSerializerOptions Json = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private static byte[] State(IMetricWatch watch)
    {
        var bytes = new ArrayBufferWriter<byte>();
        watch.Write(bytes);
        return bytes.WrittenSpan.ToArray();
    }

    private static SeriesData Bucket(Random chance, string kind, int minute)
    {
        long[] at = [Noon + (minute * Minute)];
        return kind switch
        {
            "samples" => new SeriesData.Samples([.. Enumerable.Range(0, 40).Select(i => at[0] + i)], LogNormal(chance, 40, 1), []),
            "points" => new SeriesData.Points(null, at, [100 * Math.Exp(0.2 * Normal(chance))]),
            "ratio" => new SeriesData.Ratios(at, [chance.Next(5)], [200]),
            _ => new SeriesData.Counts(at, [chance.Next(3)], [1]),
        };
    }

    private static IEnumerable<AnalysisChange.Looked> Samples(int seed, int minutes, double factor, MetricPolicy? policy = null)
    {
        var chance = new Random(seed);
        return Play(policy ?? new MetricPolicy { Name = "latency_ms" }, minutes, (_, canary) => Minutes(minutes, i => (i, LogNormal(chance, 30, canary ? factor : 1))));
    }

    private static IEnumerable<AnalysisChange.Looked> Points(Random chance, int minutes, double factor)
    {
        Series Arm(Arm arm, double f) => new("cpu", arm, Series.NoLabels, new SeriesData.Points(
            TimeSpan.FromMinutes(1), [.. Enumerable.Range(0, minutes).Select(i => Noon + (i * Minute))], [.. Enumerable.Range(0, minutes).Select(_ => 50 * f * Math.Exp(0.2 * Normal(chance)))]));
        return Replay.Play(new() { Metrics = [new() { Name = "cpu" }] }, [Arm(Model.Arm.Baseline, 1), Arm(Model.Arm.Canary, factor)], Options, "hash");
    }

    private static RunOptions Options { get; } = new() { Lateness = 0 };

    private static IEnumerable<AnalysisChange.Looked> Play(MetricPolicy policy, int minutes, Func<int, bool, IReadOnlyList<(int Minute, double[] Values)>> draw)
    {
        Series Arm(Arm arm, bool canary)
        {
            var rows = draw(minutes, canary);
            return new(policy.Name, arm, Series.NoLabels, new SeriesData.Samples(
                [.. rows.SelectMany(r => r.Values.Select((_, i) => Noon + (r.Minute * Minute) + (i * 1000)))], [.. rows.SelectMany(r => r.Values)], []));
        }

        return Replay.Play(new() { Metrics = [policy] }, [Arm(Model.Arm.Baseline, false), Arm(Model.Arm.Canary, true)], Options, "hash");
    }

    private static IReadOnlyList<(int Minute, double[] Values)> Minutes(int count, Func<int, (int, double[])> draw) => [.. Enumerable.Range(0, count).Select(draw)];

    private static double[] LogNormal(Random chance, int count, double factor, double slowShare = 0) =>
        [.. Enumerable.Range(0, count).Select(_ => 100 * factor * (chance.NextDouble() < slowShare ? 10 : 1) * Math.Exp(0.5 * Normal(chance)))];

    private static double Normal(Random chance) => Math.Sqrt(-2 * Math.Log(1 - chance.NextDouble())) * Math.Cos(2 * Math.PI * chance.NextDouble());
}
