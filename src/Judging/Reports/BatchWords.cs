using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Reports;

/// <summary>The words of a batch.</summary>
internal static class BatchWords
{
    /// <summary>Why a case got its verdict: what decided, and its change (or nothing).</summary>
    public static (string Left, string Right) Deciding(Judgement judgement) => (judgement.Verdict, First(judgement)) switch
    {
        (_, null) => (judgement.Reason, ""),
        (Verdict.Pass, _) when judgement.Metrics.Count > 1 => ($"{Numbers.Count(judgement.Metrics.Count)} metrics", ""),
        (Verdict.Inconclusive, { } metric) => (Open(judgement, metric), ""),
        (_, { } metric) => Change(metric),
    };

    /// <summary>What became of the expectation, in full or shortly; empty without one.</summary>
    public static string Expectation(BatchLine line, bool shortly) => (line.AsExpected, line.Expected) switch
    {
        (null, _) => "",
        (true, _) => "as expected",
        _ when shortly => "differs",
        (_, { } verdict) when verdict != line.Judgement?.Verdict => $"expected {Words.Of(verdict)}: differs",
        _ => "differs by metric",
    };

    /// <summary>What was expected and what was found.</summary>
    public static string Found(BatchLine line) => line switch
    {
        { Judgement: null } => "could not be read",
        { Expected: { } expected } when expected != line.Judgement.Verdict => $"expected {Words.Of(expected)}, got {Words.Of(line.Judgement.Verdict)}",
        _ => $"{Words.Of(line.Judgement.Verdict)}, a metric differs",
    };

    /// <summary>How many cases have which verdict, and how many are as expected.</summary>
    public static string Summary(IReadOnlyList<BatchLine> lines, TimeSpan? duration)
    {
        (string Name, int Count)[] counts =
        [
            ("unreadable", lines.Count(l => l.Judgement is null)),
            ("fail", lines.Count(l => l.Judgement?.Verdict == Verdict.Fail)),
            ("inconclusive", lines.Count(l => l.Judgement?.Verdict == Verdict.Inconclusive)),
            ("pass", lines.Count(l => l.Judgement?.Verdict == Verdict.Pass)),
        ];
        var time = duration is { } d ? $" in {Numbers.Duration(d)}" : "";
        var verdicts = string.Join(", ", counts.Where(c => c.Count > 0).Select(c => $"{Numbers.Count(c.Count)} {c.Name}"));
        return $"{Words.Count(lines.Count, "cases")}{time}{(verdicts.Length > 0 ? $": {verdicts}." : ".")}{Expectations(lines)}";
    }

    private static string Expectations(IReadOnlyList<BatchLine> lines)
    {
        int held = lines.Count(l => l.AsExpected == true), differ = lines.Count(l => l.Differs);
        return (held, differ) switch
        {
            (0, 0) => "",
            (_, 0) => $" {Numbers.Count(held)} as expected.",
            _ => $" {Numbers.Count(held)} as expected, {Numbers.Count(differ)} {(differ == 1 ? "differs" : "differ")}:",
        };
    }

    private static MetricJudgement? First(Judgement judgement)
    {
        var ordered = MetricOrder.Of(judgement.Metrics).Where(m => !m.Muted).ToList();
        var deciding = ordered.Find(m => judgement.DecidedBy is [var first, ..] && m.Name == first);
        return deciding ?? (ordered.Count > 0 ? ordered[0] : null);
    }

    // Points are of a rate: its name would say nothing new.
    private static (string Left, string Right) Change(MetricJudgement metric)
    {
        var shown = ShownEffect.Of(metric);
        var measure = shown is { Scale: Scale.Points, Measure: "rate" } ? "" : shown.Measure;
        return ($"{metric.Name} {measure}".TrimEnd(), shown.ChangeText);
    }

    private static string Open(Judgement judgement, MetricJudgement metric) => judgement.ReasonCode switch
    {
        ReasonCode.NoData => "no data",
        ReasonCode.OneArmEmpty => judgement.Metrics.All(m => m.Baseline is not { Count: > 0 }) ? "no baseline data" : "no canary data",
        _ when metric.Needed is { } needed => $"{metric.Name} needs {Numbers.Count(Numbers.Needed(needed.CanarySamples))} more",
        _ => $"{metric.Name}: {Short(metric.ReasonCode)}",
    };

    private static string Short(ReasonCode code) => code switch
    {
        ReasonCode.NoData => "no data",
        ReasonCode.OneArmEmpty => "one arm empty",
        ReasonCode.ZeroVariance => "no noise",
        ReasonCode.ConflictingValues => "conflicting values",
        ReasonCode.NotComparable => "not comparable",
        ReasonCode.NeedsAbsoluteMargin => "needs absolute margin",
        ReasonCode.MissingByPolicy => "missing",
        ReasonCode.ScoreBelowPass => "score too low",
        _ => "needs more",
    };
}
