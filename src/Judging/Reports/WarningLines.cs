using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Reports;

/// <summary>Warnings as sentences: those of several metrics with the same code become one.</summary>
internal static class WarningLines
{
    private const int MostNames = 3;

    /// <summary>All warnings: the judgement's, then the metrics' by code.</summary>
    public static IReadOnlyList<string> Of(Judgement judgement)
    {
        var own = judgement.Warnings.Distinct().Select(w => w.Message);
        var metrics = MetricOrder.Of(judgement.Metrics)
            .SelectMany(m => m.Warnings.Select(w => (m.Name, Warning: w)))
            .Where(w => !SaidBelowTheRow(judgement, w.Name, w.Warning))
            .GroupBy(w => w.Warning.Code)
            .OrderBy(g => g.Key)
            .Select(g => Merged([.. g]));
        return [.. own, .. metrics];
    }

    private static bool SaidBelowTheRow(Judgement judgement, string name, Warning warning) =>
        warning.Code == WarningCode.MarginOutOfReach
        && judgement.Metrics.Any(m => m.Name == name && Why.Of(judgement, m) == warning.Message);

    private static string Merged(List<(string Name, Warning Warning)> warnings)
    {
        var names = warnings.Select(w => w.Name).Distinct(StringComparer.Ordinal).ToList();
        var messages = warnings.Select(w => w.Warning.Message).Distinct(StringComparer.Ordinal).ToList();
        var more = names.Count > MostNames + 1 ? $" and {Numbers.Count(names.Count - MostNames)} more" : "";
        var listed = string.Join(", ", more.Length > 0 ? names.Take(MostNames) : names);
        return $"{listed}{more}: {(messages.Count == 1 ? messages[0] : Shared(warnings[0].Warning))}";
    }

    // What holds for all of them when their own messages differ, by numbers for example.
    private static string Shared(Warning warning) => warning.Code switch
    {
        WarningCode.DependentValues => "neighbouring values alike, counted as fewer",
        WarningCode.FewEffectiveValues => "fewer than ten effective values, the error rates are approximate",
        WarningCode.Bursts => "events come in bursts, the evidence was divided by the dispersion found",
        WarningCode.DependenceUnknown => "dependence cannot be measured, events are taken as independent",
        WarningCode.DifferentTimes => "the arms do not run side by side",
        WarningCode.DifferentIntervals => "the arms have different intervals",
        WarningCode.MissingData => "more than a fifth of the intervals of one arm have no value",
        WarningCode.NanDropped => "NaN values dropped as missing",
        WarningCode.InfinityDropped => "infinite values dropped",
        WarningCode.DuplicatesDropped => "repeated equal intervals dropped",
        WarningCode.OutOfOrder => "rows were out of order and have been sorted",
        WarningCode.WarmupTrimmed => "values of the warm-up left out",
        WarningCode.OutliersRemoved => "outliers removed, as the policy asks",
        WarningCode.Inferred => "kind or direction inferred from the data",
        WarningCode.MetricNotInPolicy => "not in the policy, so not judged",
        WarningCode.StrataPooled => "series with different labels pooled",
        WarningCode.SpreadChanged => "the spread changed without harm in the judged measures",
        WarningCode.ZeroVariance => "both arms constant at the same value",
        WarningCode.ComplementJudged => "a share near its ceiling, judged by its complement",
        WarningCode.MissingFilled => "missing values filled, as the policy asks",
        WarningCode.ZoneAssumed => "times carry no zone and were read as UTC",
        WarningCode.BadRowsSkipped => "rows that could not be read were skipped, as asked",
        WarningCode.StrataLeftOut => "strata that cannot be compared were left out",
        WarningCode.StrataDisagree => "pooled over the strata the answer would be another",
        WarningCode.StrataDiffer => "the change is not the same in all strata",
        WarningCode.MarginOutOfReach => "this much data cannot decide at the margin",
        WarningCode.KayentaRules => "what Kayenta says rests on known flaws of its rules",
        WarningCode.Gap => "one arm has a hole while the other has data",
        WarningCode.ClockOffset => "one arm follows the other at another time, so a clock may be off",
        WarningCode.FrozenArm => "one arm repeats one value while the other moves",
        WarningCode.OutlierShares => "the outliers removed are not the same share of both arms",
        WarningCode.BaselineUnsteady => "the baseline itself changed while it was compared",
        WarningCode.SharedShift => "both arms moved at one time, an outside cause is likely",
        _ => warning.Message,
    };
}
