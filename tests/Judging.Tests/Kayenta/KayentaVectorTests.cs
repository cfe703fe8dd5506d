using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Kayenta;

namespace CanaryJudge.Judging.Tests.Kayenta;

/// <summary>Recorded answers of Kayenta, its flaws included.</summary>
public sealed class KayentaVectorTests
{
    [Fact]
    public void Every_recorded_classification_is_reproduced() => Holds(r => true, (r, j) =>
        r.Seen.Contains($"{j.Finding.Class}{(j.Finding.Critical ? " critical" : "")}", StringComparer.Ordinal));

    [Fact]
    public void Every_recorded_reason_is_reproduced_word_for_word() =>
        Holds(r => r.Seen.Length == 1 && !IsRandom(r), (r, j) => r.Reason == j.Finding.Reason);

    [Fact]
    public void Every_recorded_interval_is_reproduced_to_the_last_bit() => Holds(r => r.Interval is not null, (r, j) =>
        j.Finding.Interval is { } i && r.Interval!.SequenceEqual([i.Lower, i.Upper, i.Estimate]));

    [Fact]
    public void Every_recorded_ratio_is_reproduced_to_the_last_bit() =>
        Holds(r => !IsRandom(r), (r, j) => r.Ratio.Equals(j.Finding.Ratio));

    [Fact]
    public void Every_recorded_summary_is_reproduced_to_the_last_bit() => Holds(r => true, (r, j) =>
        r.BaselineStats.SequenceEqual(Numbers(j.Baseline)) && r.CanaryStats.SequenceEqual(Numbers(j.Canary)));

    [Fact]
    public void A_class_that_rests_on_the_root_finder_is_named() => Holds(
        r => r.Metric.Direction == Direction.Either,
        (r, j) => r.RootSensitive == j.Finding.Warnings.Any(w => w.Code == KayentaFlaw.RootTolerance));

    [Fact]
    public void Constant_arms_are_named() =>
        Holds(IsRandom, (_, j) => j.Finding.Warnings.Any(w => w.Code == KayentaFlaw.RandomNoise));

    private static bool IsRandom(RecordedMetric recorded) => recorded.Ratio is null;

    private static double[] Numbers(KayentaSummary s) => [s.Count, s.Mean, s.Min, s.Max, s.StandardDeviation];

    private static void Holds(Func<RecordedMetric, bool> applies, Func<RecordedMetric, KayentaMetricJudgement, bool> holds)
    {
        var cases = RecordedMetric.All.Where(applies).ToList();

        Assert.NotEmpty(cases);
        Assert.Empty(cases.Where(r => !holds(r, r.Judge())).Select(r => r.Id));
    }
}
