using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Judging.Reports;

/// <summary>Verdicts on labelled pairs: how many faults were caught, how many healthy canaries failed, and which were missed.</summary>
public static class BacktestReport
{
    private const double EndLevel = 0.05;

    /// <summary>Writes the table and the list of misses.</summary>
    /// <param name="rows">In any order.</param>
    /// <param name="style">What is known of the reader.</param>
    /// <returns>Lines, each ended by a line feed.</returns>
    public static string Render(IReadOnlyList<BacktestRow> rows, ReportStyle style)
    {
        var glyphs = Glyphs.Of(style);
        var groups = rows.GroupBy(r => (r.IsFault, r.Strength, r.Construction, r.Exchangeable))
            .OrderByDescending(g => g.Key.IsFault).ThenBy(g => g.Key.Strength, StringComparer.Ordinal).ThenBy(g => g.Key.Exchangeable == "no").ThenBy(g => g.Key.Construction, StringComparer.Ordinal);
        var lines = new List<string> { $"{"label",-24}{"pairs",6}{"FAIL",7}{"INCONCL.",10}{"PASS",7}   so" };
        lines.AddRange(groups.Select(g => Line(Name(g.Key.IsFault, g.Key.Strength, g.Key.Construction), [.. g], g.Key.Exchangeable)));
        lines.Add("");
        lines.AddRange(Totals(rows));
        if (rows.Any(r => r is { IsFault: false, Exchangeable: "no" }))
        {
            lines.Add("! Pairs that do not run side by side: their alarms measure drift, not the judge.");
        }

        lines.AddRange(Listed("Missed faults:", rows.Where(r => r.IsMiss)));
        lines.AddRange(Listed("Healthy pairs failed:", rows.Where(r => r.IsFalseAlarm)));
        return string.Concat(lines.Select(l => glyphs.Plain(l) + "\n"));
    }

    private static IEnumerable<string> Totals(IReadOnlyList<BacktestRow> rows)
    {
        BacktestRow[] plain = [.. rows.Where(r => r.IsFault && r.Strength != "weak")], healthy = [.. rows.Where(r => !r.IsFault && r.Exchangeable != "no")];
        if (plain.Length > 0)
        {
            yield return $"Plain faults caught: {plain.Count(r => !r.IsMiss)} of {plain.Length}, {Caught(plain)}.";
        }

        if (healthy.Length > 0)
        {
            yield return $"Healthy pairs failed, side by side: {healthy.Count(r => r.IsFalseAlarm)} of {healthy.Length}, {FalseAlarms(healthy)}.";
        }
    }

    private static IEnumerable<string> Listed(string title, IEnumerable<BacktestRow> rows)
    {
        BacktestRow[] listed = [.. rows.OrderBy(r => r.Id, StringComparer.Ordinal)];
        return listed.Length == 0 ? [] : ["", title, .. listed.SelectMany(r => new[] { $"  {r.Id}: {Words.Of(r.Judgement.Verdict)}", $"    {r.Judgement.Reason}" })];
    }

    private static string Name(bool fault, string strength, string construction) =>
        string.Join(' ', new[] { fault ? "fault" : "healthy", strength, construction == "fault" ? "" : construction }.Where(p => p.Length > 0));

    private static string Line(string name, BacktestRow[] rows, string exchangeable)
    {
        int Count(Verdict verdict) => rows.Count(r => r.Judgement.Verdict == verdict);
        var so = rows[0].IsFault ? Caught(rows) : exchangeable == "no" ? "! arms from different times" : FalseAlarms(rows);
        return $"{name,-24}{rows.Length,6}{Count(Verdict.Fail),7}{Count(Verdict.Inconclusive),10}{Count(Verdict.Pass),7}   {so}";
    }

    private static string Caught(BacktestRow[] rows)
    {
        double caught = rows.Count(r => r.Judgement.Verdict == Verdict.Fail);
        return $"caught {Numbers.Share(caught / rows.Length)} (at least {Numbers.Share(ClopperPearson.Interval(caught, rows.Length, EndLevel).Lower)})";
    }

    private static string FalseAlarms(BacktestRow[] rows)
    {
        double failed = rows.Count(r => r.Judgement.Verdict == Verdict.Fail);
        return $"false alarms {Numbers.Share(failed / rows.Length)} (at most {Numbers.Share(ClopperPearson.Interval(failed, rows.Length, EndLevel).Upper)})";
    }
}
