using CanaryJudge.Judging.Combining;
using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;
using CanaryJudge.Judging.Reports;

namespace CanaryJudge.Judging.Kayenta;

/// <summary>Judges a snapshot by Kayenta's rules, and says it in our words beside Kayenta's.</summary>
/// <remarks>
/// The run: Pass is PASS, Marginal INCONCLUSIVE, Fail FAIL, by the score and its two thresholds. A metric: Pass is PASS, High, Low and
/// NodataFailMetric are FAIL, Nodata and Error INCONCLUSIVE (Nodata of a critical metric, which fails the run, FAIL).
/// </remarks>
internal static class KayentaMode
{
    private const int MostNames = 5;

    /// <summary>Judges one run.</summary>
    public static Judgement Decide(Policy policy, Snapshot snapshot, ulong seed, CancellationToken cancellation)
    {
        var data = snapshot.Series.GroupBy(s => s.Metric, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
        var metrics = policy.Metrics ?? [.. data.Keys.Order(StringComparer.Ordinal).Select(name => new MetricPolicy { Name = name })];
        var config = PolicyConfig.Of(policy, metrics);
        var thresholds = policy.Score ?? PolicyConfig.DefaultThresholds;
        var policies = metrics.DistinctBy(m => m.Name, StringComparer.Ordinal).ToDictionary(m => m.Name, StringComparer.Ordinal);
        var pairs = config.Metrics.SelectMany(m => SeriesPairs.Of(m, PolicyOf(m), data.GetValueOrDefault(m.Name) ?? [])).ToList();
        var said = KayentaJudge.Judge(new(config, thresholds.Pass, thresholds.Marginal, [.. pairs.Select(p => p.Pair)]), cancellation);
        var judged = MetricOrder.Of(said.Metrics.Zip(pairs, (m, p) => KayentaMetricWords.Of(m, PolicyOf(m.Metric), p.Baseline, p.Canary)));
        var verdict = Verdict(said, out var code);
        var counted = judged.Where(m => !m.Muted).ToArray();
        var window = snapshot.Series.Where(s => policies.ContainsKey(s.Metric)).Aggregate(((long From, long To)?)null, (w, s) => Times.Both(w, Times.Window(s.Data.Times.Span)));
        return new()
        {
            Policy = policy.Name,
            Verdict = verdict,
            Reason = Reason(said, thresholds, counted),
            ReasonCode = code,
            Score = said.Score.Value,
            Metrics = judged,
            Groups = [.. said.Score.Groups.OrderBy(g => g.Name, StringComparer.Ordinal).Select(g => Group(g, said, judged))],
            DecidedBy = [.. Deciding(verdict, code, counted).Select(m => m.Name)],
            From = window is { } from ? Times.Of(from.From) : null,
            To = window is { } to ? Times.Of(to.To) : null,
            Warnings = [.. snapshot.Warnings, Known(counted.Length), .. Judge.NotJudged(policy, data.Keys)],
            JudgeVersion = Judge.Version,
            Seed = seed,
            Kayenta = new(said.Class.ToString(), said.Score.Reason) { Score = said.Score.Value },
        };

        MetricPolicy PolicyOf(KayentaMetric metric) => policies.GetValueOrDefault(metric.Name) ?? new() { Name = metric.Name };
    }

    private static Verdict Verdict(KayentaJudgement said, out ReasonCode code)
    {
        if (said.Metrics.Count == 0)
        {
            code = ReasonCode.NoData;
            return Model.Verdict.Inconclusive;
        }

        code = said.Class == KayentaScoreClass.Pass ? ReasonCode.KayentaClassified
            : said.Metrics.Any(m => m is { Metric.Muted: false, Finding: { Critical: true, Class: not KayentaClass.Pass } }) ? ReasonCode.CriticalMetricFailed
            : ReasonCode.ScoreBelowPass;
        return said.Class switch
        {
            KayentaScoreClass.Pass => Model.Verdict.Pass,
            KayentaScoreClass.Marginal => Model.Verdict.Inconclusive,
            _ => Model.Verdict.Fail,
        };
    }

    private static IEnumerable<MetricJudgement> Deciding(Verdict verdict, ReasonCode code, MetricJudgement[] counted) => code switch
    {
        ReasonCode.CriticalMetricFailed => counted.Where(m => m is { Critical: true, Verdict: Model.Verdict.Fail }),
        _ => counted.Where(m => verdict == Model.Verdict.Pass == (m.Verdict == Model.Verdict.Pass)),
    };

    private static string Reason(KayentaJudgement said, ScoreRule thresholds, MetricJudgement[] counted)
    {
        if (said.Metrics.Count == 0)
        {
            return "No data in either arm.";
        }

        var why = said.Score.Reason.Length > 0 ? $" {said.Score.Reason.TrimEnd('.')}." : "";
        var differing = counted.Where(m => m.Verdict != Model.Verdict.Pass).GroupBy(m => m.Kayenta!.Classification, StringComparer.Ordinal)
            .Select(g => $" {g.Key}: {string.Join(", ", g.Take(MostNames).Select(m => m.Name))}{(g.Count() > MostNames ? $" and {g.Count() - MostNames} more" : "")}.");
        return $"Kayenta says {said.Class}: score {Score(said.Score.Value)}; {Score(thresholds.Pass)} passes, {Score(thresholds.Marginal)} is marginal.{why}{string.Concat(differing)}";
    }

    private static string Score(double score) => Numbers.Value(score);

    private static GroupJudgement Group(KayentaGroupScore group, KayentaJudgement said, IReadOnlyList<MetricJudgement> judged)
    {
        var names = said.Metrics.Where(m => m.Metric.Groups?.Contains(group.Name, StringComparer.Ordinal) == true).Select(m => KayentaMetricWords.Name(m.Pair)).ToHashSet(StringComparer.Ordinal);
        var own = judged.Where(m => names.Contains(m.Name)).ToArray();
        return new(group.Name, Groups.Together(own), group.Score, [.. own.Select(m => m.Name)]) { Kayenta = new("", "") { Score = group.Score } };
    }

    /// <summary>What holds for every judgement by these rules.</summary>
    private static Warning Known(int metrics) => new(
        WarningCode.KayentaRules,
        $"Kayenta's rules, flaws included: {(metrics > 1 ? $"no correction for {metrics} metrics, " : "")}"
            + "neighbours taken as independent, tails unseen, too little data passes.");
}
