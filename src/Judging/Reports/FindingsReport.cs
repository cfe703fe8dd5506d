using System.Globalization;
using CanaryJudge.Judging.Backtests;
using CanaryJudge.Statistics.Anomalies;

namespace CanaryJudge.Judging.Reports;

/// <summary>What a backtest found besides the verdicts: rules beside each other, names of courses, places of changes.</summary>
public static class FindingsReport
{
    private static readonly CourseName[] Truths = [CourseName.Steady, CourseName.Throughout, CourseName.Healed, CourseName.Onset, CourseName.Transient];

    /// <summary>Writes the tables; nothing where there is nothing.</summary>
    /// <param name="findings">What was found.</param>
    /// <param name="style">What is known of the reader.</param>
    /// <returns>Lines, each ended by a line feed.</returns>
    public static string Render(BacktestFindings findings, ReportStyle style)
    {
        ArgumentNullException.ThrowIfNull(findings);
        var glyphs = Glyphs.Of(style);
        IEnumerable<string> lines =
        [
            .. Table("pairs: plain faults, side by side", "faults", "alarms", findings.Pairs),
            .. Courses(findings),
            .. Table($"{Numbers.Count(findings.SeriesCount)} labelled series", "events", "values", findings.Series),
            .. Table($"{Numbers.Count(findings.TableCount)} tables of many metrics", "faults", "alarms", findings.Tables),
        ];
        return string.Concat(lines.Select(l => glyphs.Plain(l) + "\n"));
    }

    private static IEnumerable<string> Table(string title, string found, string alarms, IReadOnlyList<Detections> rules)
    {
        if (rules.All(r => r.Faults + r.Healthy == 0))
        {
            yield break;
        }

        yield return "";
        yield return $"{title,-35}{found,12}{alarms,13}{"prec.",7}{"recall",7}{"F1",6}".TrimEnd();
        foreach (var rule in rules)
        {
            yield return $"{"  " + rule.Rule,-35}{$"{Numbers.Count(rule.Found)}/{Numbers.Count(rule.Faults)}",12}{$"{Numbers.Count(rule.Alarms)}/{Numbers.Count(rule.Healthy)}",13}{Share(rule.Precision),7}{Share(rule.Recall),7}{Share(rule.F1),6}";
        }
    }

    private static IEnumerable<string> Courses(BacktestFindings findings)
    {
        if (findings.Courses.Count == 0)
        {
            yield break;
        }

        yield return "";
        yield return "courses put together from the pairs' values, named right";
        foreach (var truth in Truths.Where(t => findings.Named(t).All > 0))
        {
            var (right, all) = findings.Named(truth);
            yield return $"{"  " + truth.ToString().ToLowerInvariant(),-35}{$"{Numbers.Count(right)}/{Numbers.Count(all)}",12}";
        }

        if (findings.Changes() is { Distance: { } distance, Found: var found, All: var all2 })
        {
            yield return $"{"  change found",-35}{$"{Numbers.Count(found)}/{Numbers.Count(all2)}",12}   median distance {Numbers.Count(distance)} {Words.Noun(distance, "values")}";
        }
    }

    private static string Share(double? share) => share is { } s ? s.ToString("0.00", CultureInfo.InvariantCulture) : "-";
}
