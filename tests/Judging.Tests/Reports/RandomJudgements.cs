using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Reports;

/// <summary>Judgements by chance, with every number that a type allows to be absent, unbounded, tiny or huge.</summary>
public static class RandomJudgements
{
    public static readonly string[] Hostile =
    [
        "<script>alert(1)</script>", "\"quoted' & <b>", "a|b`c*d_e[f](g)", "@everyone #12 https://evil.example www.evil.example", "::error::x",
        "##[stop-commands]x", "##VSO[task.complete]y", "##teamcity[z]",
        "line\nbreak\r\n## heading", "\u202Ereversed\u2066", "שלום", "مرحبا", "tab\tbell\a\e[31mred", "\0\u0001\uFFFE\uFFFF", "\uD800", "測定指標測定指標測定指標",
        "e\u0301\u0301\u0301", "😀👩‍👩‍👧", "%0A::warning::y", "]]>", "<!-- --> -->", new('n', 200), "", " ", "a b c", "+", "1. list", "----", "&amp;", "\\|", "\u2028\u2029",
        "very-long-name-that-differs-in-the-middle-a-and-then-goes-on", "very-long-name-that-differs-in-the-middle-b-and-then-goes-on",
    ];

    public static readonly Gen<double> Number = Gen.OneOf(
        Gen.Double[-2, 2],
        Gen.Double[-0.01, 0.01],
        Gen.Double[-1000, 1000],
        Gen.Double[-1e20, 1e20],
        Gen.OneOf(0, -0.0, 1e-300, -1e-300, 5e-324, 1e300, double.MaxValue, 0.05, 0.25, 9.95, 9.96, 99.95, 999.5, 0.0995, 0.0996, -0.0996));

    public static readonly Gen<double?> Maybe = Gen.OneOf(Number.Select(n => (double?)n), Gen.Const((double?)null));

    private static readonly Gen<double?> Bound = Gen.OneOf(
        Number.Select(n => (double?)n),
        Gen.OneOf<double?>(null, double.PositiveInfinity, double.NegativeInfinity, double.NaN));

    private static readonly Gen<double?> Chance = Gen.OneOf(
        Gen.Double[0, 1].Select(p => (double?)p),
        Gen.OneOf<double?>(null, 0, 1e-7, 1e-6, 1, 5e-324));

    private static readonly Gen<string> AnyText = Gen.OneOf(Gen.OneOf(Hostile), Gen.String[Gen.Char, 0, 40], Gen.Const("latency_ms"));

    private static readonly Gen<Allowance> AnyAllowance = Gen.Select(
        Gen.OneOf<double?>(null, 0.05, 0.25, 1, 1e-9, 0),
        Gen.OneOf<double?>(null, 0.005, 20, 1e9, 0),
        Gen.Bool,
        (relative, absolute, points) => new Allowance(relative, absolute) { InPoints = points });

    private static readonly Gen<Effect> AnyEffect = Gen.Select(
        Gen.OneOf("shift", "mean", "rate", "p90", "p99", "p99.9", "p", "<b>|"),
        Gen.Select(Maybe, Maybe, Maybe),
        Gen.Select(Bound, Bound),
        Gen.Select(Maybe, Bound, Bound),
        Gen.Select(Chance, Chance),
        (measure, levels, bounds, relative, chances) => new Effect
        {
            Measure = measure,
            Baseline = levels.Item1,
            Canary = levels.Item2,
            Estimate = levels.Item3,
            Lower = Least(bounds.Item1, bounds.Item2),
            Upper = Most(bounds.Item1, bounds.Item2),
            RelativeEstimate = relative.Item1,
            RelativeLower = Least(relative.Item2, relative.Item3),
            RelativeUpper = Most(relative.Item2, relative.Item3),
            PValue = chances.Item1,
            Alpha = chances.Item2,
        });

    private static readonly Gen<Warning> AnyWarning = Gen.Select(Gen.Enum<WarningCode>(), AnyText, (code, text) => new Warning(code, text));

    private static readonly Gen<ArmSummary?> AnyArm = Gen.OneOf(
        Number.Select(n => (ArmSummary?)new ArmSummary { Count = Math.Abs(n) }),
        Gen.Const((ArmSummary?)null));

    private static readonly Gen<MetricJudgement> Body = Gen.Select(
        Gen.Select(AnyText, Gen.OneOf("samples", "points", "ratio", "count", "histogram"), Gen.OneOf("", "ms", "percent", "%", "<i>", new string('u', 200)), AnyText),
        Gen.Select(Gen.Enum<Direction>(), Gen.Enum<Verdict>(), Gen.Enum<ReasonCode>(), Gen.Bool),
        Gen.Select(AnyAllowance, AnyAllowance),
        Gen.OneOf(AnyEffect.Select(e => (Effect?)e), Gen.Const((Effect?)null)),
        AnyEffect.Array[0, 2],
        AnyWarning.Array[0, 3],
        Gen.Select(AnyArm, AnyArm),
        (texts, words, allowances, effect, guards, warnings, arms) => new MetricJudgement
        {
            Name = texts.Item1,
            Kind = texts.Item2,
            Unit = texts.Item3,
            Reason = texts.Item4,
            Direction = words.Item1,
            Verdict = words.Item2,
            ReasonCode = words.Item3,
            Muted = words.Item4,
            Tolerance = allowances.Item1,
            Margin = allowances.Item2,
            Effect = effect,
            Guards = guards,
            DecidedBy = guards.Length > 0 ? guards[0].Measure : effect?.Measure ?? "",
            Warnings = warnings,
            Baseline = arms.Item1,
            Canary = arms.Item2,
        });

    public static readonly Gen<MetricJudgement> Metric = Gen.Select(
        Body,
        Gen.OneOf(
            Gen.Select(Gen.Double[0, 1e18], Gen.Int[0, 1_000_000], (n, s) => (Needed?)new Needed(n, TimeSpan.FromSeconds(s))),
            Gen.Const((Needed?)null)),
        (metric, needed) => metric with { Needed = needed });

    public static readonly Gen<Judgement> Any = Gen.Select(
        Metric.Array[0, 8],
        Gen.Enum<Verdict>(),
        Gen.Enum<ReasonCode>(),
        AnyText,
        AnyWarning.Array[0, 9],
        Gen.Double[0, 100],
        Gen.OneOf<DateTimeOffset?>(null, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch),
        (metrics, verdict, code, text, warnings, score, time) => new Judgement
        {
            Verdict = verdict,
            ReasonCode = code,
            Reason = text,
            Metrics = metrics,
            DecidedBy = [.. metrics.Take(1).Select(m => m.Name)],
            Warnings = warnings,
            Score = score,
            From = time,
            To = time,
        });

    private static double? Least(double? a, double? b) => a is { } x && b is { } y ? Math.Min(x, y) : a;

    private static double? Most(double? a, double? b) => a is { } x && b is { } y ? Math.Max(x, y) : b;
}
