using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Tests;

/// <summary>Samples of sessions, with a key and without.</summary>
public sealed class DependentSamplesTests
{
    [Fact]
    public void Sessions_without_a_key_are_found_said_and_count_as_fewer()
    {
        var metric = Run.One(Sessions(1, 0), Sessions(2, 0)).Metrics[0];

        var warning = Assert.Single(metric.Warnings, w => w.Code == WarningCode.DependentSamples);
        Assert.Contains("name their key as cluster", warning.Message, StringComparison.Ordinal);
        Assert.InRange(metric.Canary!.EffectiveCount!.Value, metric.Canary.Count / 12, metric.Canary.Count / 4);
        Assert.Equal(metric.Baseline!.EffectiveCount, metric.Canary.EffectiveCount);
    }

    [Fact]
    public void Without_times_or_with_a_key_nothing_is_divided()
    {
        SeriesData.Samples b = Sessions(1, 0), c = Sessions(2, 0);

        var untimed = Run.One(b with { At = [] }, c with { At = [] }).Metrics[0];
        var keyed = Run.One(b, c, m => m with { Cluster = "user" }).Metrics[0];

        Assert.All(new[] { untimed, keyed }, m => Assert.DoesNotContain(m.Warnings, w => w.Code == WarningCode.DependentSamples));
        Assert.All(new[] { untimed, keyed }, m => Assert.Null(m.Canary!.EffectiveCount));
        Assert.Equal(240, keyed.Canary!.Count);
    }

    [Theory]
    [InlineData("shift")]
    [InlineData("mean")]
    [InlineData("p90")]
    public void Every_measure_and_guard_has_weaker_evidence_and_a_wider_interval(string name)
    {
        Measure measure = name switch
        {
            "shift" => new Measure.Shift(),
            "mean" => new Measure.Mean(),
            _ => new Measure.Quantile(0.9),
        };
        SeriesData.Samples b = Sessions(1, 0), c = Sessions(2, 0.1);

        var free = Run.One(b with { At = [] }, c with { At = [] }, m => m with { Measure = measure, Guards = [new(0.95)] }).Metrics[0];
        var bound = Run.One(b, c, m => m with { Measure = measure, Guards = [new(0.95)] }).Metrics[0];

        foreach (var (a, d) in free.Guards.Append(free.Effect!).Zip(bound.Guards.Append(bound.Effect!)))
        {
            Assert.True(Math.Abs(d.PValue!.Value - 0.5) < Math.Abs(a.PValue!.Value - 0.5), a.Measure);
            Assert.True(d.Lower < a.Lower && d.Upper > a.Upper, a.Measure);
            Assert.Equal(a.Estimate, d.Estimate);
        }
    }

    [Fact]
    public void A_pass_waits_for_so_many_times_the_values()
    {
        var free = Run.One(Sessions(1, 0) with { At = [] }, Sessions(2, 0) with { At = [] }, m => m with { Margin = new(1, null), Guards = [new(0.9)] }).Metrics[0];
        var bound = Run.One(Sessions(1, 0), Sessions(2, 0), m => m with { Margin = new(1, null), Guards = [new(0.98)] }).Metrics[0];

        Assert.Equal(Verdict.Pass, free.Verdict);
        Assert.Equal((Verdict.Inconclusive, ReasonCode.GuardNeedsData), (bound.Verdict, bound.ReasonCode));
    }

    [Fact]
    public void Both_arms_take_the_same_mean_of_a_users_values()
    {
        // One zero in the canary alone: a geometric mean of the baseline against a plain one would look like 25% more.
        var b = Keyed(Enumerable.Range(0, 200).SelectMany(u => new[] { (u, 1.0), (u, 4.0) }));
        var c = Keyed(Enumerable.Range(0, 200).SelectMany(u => new[] { (u, 1.0), (u, 4.0) }).Append((200, 0.0)));

        var effect = Run.One(b, c, m => m with { Cluster = "user" }).Metrics[0].Effect!;

        Assert.Equal((2.5, 2.5), (effect.Baseline, effect.Canary));
        Assert.Equal(2, Run.One(b, b, m => m with { Cluster = "user" }).Metrics[0].Effect!.Baseline!.Value, 12);
    }

    [Fact]
    public void A_key_in_one_arm_only_joins_neither()
    {
        var metric = Run.One(Sessions(1, 0), Sessions(2, 0) with { Clusters = [] }, m => m with { Cluster = "user" }).Metrics[0];

        Assert.Equal((2400, 2400), (metric.Baseline!.Count, metric.Canary!.Count));
    }

    private static SeriesData.Samples Keyed(IEnumerable<(int User, double Value)> rows)
    {
        var all = rows.ToArray();
        return new([], [.. all.Select(r => r.Value)], [.. all.Select(r => (ulong)r.User)]);
    }

    /// <summary>240 users, each with ten requests in one minute of an hour, half of whose variance is the user's.</summary>
    private static SeriesData.Samples Sessions(int seed, double shift)
    {
        var r = new Random(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - r.NextDouble())) * Math.Cos(2 * Math.PI * r.NextDouble());
        var own = Enumerable.Range(0, 240).Select(_ => (Level: Normal(), Minute: r.Next(60))).ToArray();
        var users = own.SelectMany((u, i) => Enumerable.Repeat(i, 10)).ToArray();
        return new(
            [.. users.Select(u => Run.Noon + (own[u].Minute * Run.Minute))],
            [.. users.Select(u => 100 * Math.Exp(shift + (0.35 * (own[u].Level + Normal()))))],
            [.. users.Select(u => (ulong)u)]);
    }
}
