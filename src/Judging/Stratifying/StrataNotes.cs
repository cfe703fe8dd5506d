using CanaryJudge.Judging.Combining;
using CanaryJudge.Judging.Explaining;
using CanaryJudge.Judging.Kinds;
using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;
using CanaryJudge.Statistics.Stratified;

namespace CanaryJudge.Judging.Stratifying;

/// <summary>What a reader should know about a comparison within strata.</summary>
internal static class StrataNotes
{
    private const int MostNames = 5;

    /// <summary>Below this chance the strata's changes differ.</summary>
    private const double DifferLevel = 0.01;

    /// <summary>One answer is proof at the first level and the other not even at the second: they disagree.</summary>
    private const double ProvenLevel = 0.01, UnprovenLevel = 0.05;

    /// <summary>A stratum this many standard errors from the common change is named.</summary>
    private const double NamedFrom = 2;

    /// <summary>Warnings of single strata, one for each code.</summary>
    public static IEnumerable<Warning> Merged(IReadOnlyList<(string Stratum, Warning Warning)> warnings, string noun) => warnings
        .GroupBy(w => w.Warning.Code)
        .Select(g => (g.Key, First: g.First(), Count: g.Select(w => w.Stratum).Distinct(StringComparer.Ordinal).Count()))
        .Select(g => new Warning(g.Key, g.Count == 1 ? $"{g.First.Stratum}: {g.First.Warning.Message}" : $"In {g.Count:N0} {noun}, as in {g.First.Stratum}: {g.First.Warning.Message}"));

    /// <summary>Strata that were not compared.</summary>
    public static IEnumerable<Warning> LeftOut(IReadOnlyList<string> names, string why, string noun)
    {
        if (names.Count > 0)
        {
            yield return new(WarningCode.StrataLeftOut, $"Left out, {why}: {Listed(names)} ({names.Count:N0} of the {noun}).");
        }
    }

    /// <summary>Simpson's trap: pooled, the answer would be another.</summary>
    public static IEnumerable<Warning> Disagree(Finding within, Finding pooled, string noun)
    {
        if (within.Primary is not { } own || pooled.Primary is not { } other)
        {
            yield break;
        }

        var plan = within.Plan;
        Harm a = Harm.Of(plan.Direction, plan.Tolerance, plan.Margin, own), b = Harm.Of(plan.Direction, plan.Tolerance, plan.Margin, other);
        double p = own.PValue ?? 1, q = other.PValue ?? 1;
        var opposite = Math.Sign(own.Estimate ?? 0) * Math.Sign(other.Estimate ?? 0) < 0 && Math.Abs(a.Estimate) > a.Tolerance && Math.Abs(b.Estimate) > b.Tolerance;
        if (opposite || (Math.Min(p, q) <= ProvenLevel && Math.Max(p, q) > UnprovenLevel))
        {
            var metric = new MetricJudgement { Name = plan.Name, Kind = plan.Kind, Unit = plan.Unit };
            var relative = own.RelativeEstimate is not null && other.RelativeEstimate is not null;
            string Said(Effect e) => ChangeWords.Signed(metric, (relative ? e.RelativeEstimate : e.Estimate) ?? 0, relative);
            yield return new(
                WarningCode.StrataDisagree,
                $"Pooled over the {noun} the change would read {Said(other)}, within them it is {Said(own)}: the arms have other shares of them.");
        }
    }

    /// <summary>The change is not the same everywhere.</summary>
    public static IEnumerable<Warning> Differ(string[] names, double[] residuals, double divisor, string noun)
    {
        var p = Homogeneity.PValue(residuals, divisor);
        if (p >= DifferLevel)
        {
            yield break;
        }

        var limit = NamedFrom * Math.Sqrt(divisor);
        string[] larger = [.. names.Where((_, s) => residuals[s] > limit)], smaller = [.. names.Where((_, s) => residuals[s] < -limit)];
        string[] parts = [.. larger.Length > 0 ? [$"larger in {Listed(larger)}"] : Array.Empty<string>(), .. smaller.Length > 0 ? [$"smaller in {Listed(smaller)}"] : Array.Empty<string>()];
        yield return new(
            WarningCode.StrataDiffer,
            $"The change is not the same in all {noun} ({Numbers.Chance(p)} by chance){(parts.Length > 0 ? $": {string.Join(", ", parts)}" : "")}. The numbers are those of all together.");
    }

    private static string Listed(IReadOnlyList<string> names) =>
        names.Count <= MostNames ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MostNames))} and {names.Count - MostNames:N0} more";
}
