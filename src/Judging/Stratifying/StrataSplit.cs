using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Preparing;

namespace CanaryJudge.Judging.Stratifying;

/// <summary>The series of one metric by what their labels say: strata that both arms have, and strata that only one has.</summary>
/// <remarks>
/// A label makes strata when one of its values is in both arms and it has more than one value in an arm. Any other label describes the arm (its
/// version, its pods): series that differ in such labels only are pooled.
/// </remarks>
internal sealed record StrataSplit
{
    private const int LongestNoun = 30;

    /// <summary>Strata that both arms have, by name; one without a name when nothing makes strata.</summary>
    public required IReadOnlyList<Stratum> Common { get; init; }

    /// <summary>The names of strata that only one arm has.</summary>
    public IReadOnlyList<string> OneArmed { get; init; } = [];

    /// <summary>What the strata are called, in the plural.</summary>
    public string Noun { get; init; } = "strata";

    /// <summary>What was pooled.</summary>
    public IReadOnlyList<Warning> Warnings { get; init; } = [];

    /// <summary>Whether series that had to be joined are of different kinds or have different buckets.</summary>
    public bool IsMixed { get; init; }

    /// <summary>Splits series that both arms have.</summary>
    /// <param name="series">Series of one metric; each arm has at least one.</param>
    public static StrataSplit Of(IReadOnlyList<Series> series)
    {
        var baseline = series.Where(s => s.Arm == Arm.Baseline).ToArray();
        var canary = series.Where(s => s.Arm == Arm.Canary).ToArray();
        IReadOnlyDictionary<string, string>[] baselineLabels = [.. baseline.Select(s => s.Labels)], canaryLabels = [.. canary.Select(s => s.Labels)];
        var making = Making(baselineLabels, canaryLabels);
        var (bGroups, cGroups) = (ByName(baseline, making), ByName(canary, making));

        var mixed = false;
        var common = new List<Stratum>();
        foreach (var name in bGroups.Keys.Where(cGroups.ContainsKey).Order(StringComparer.Ordinal))
        {
            var (b, c) = (Strata.Join(bGroups[name], out var bMixed), Strata.Join(cGroups[name], out var cMixed));
            mixed |= bMixed || cMixed;
            if (b is not null && c is not null)
            {
                common.Add(new(name, b, c));
            }
        }

        return new()
        {
            Common = common,
            OneArmed = [.. bGroups.Keys.Concat(cGroups.Keys).Where(n => !bGroups.ContainsKey(n) || !cGroups.ContainsKey(n)).Order(StringComparer.Ordinal)],
            Noun = making is [var key] ? Plural(key) : "strata",
            Warnings = [.. Pooled(Arm.Baseline, baselineLabels, making), .. Pooled(Arm.Canary, canaryLabels, making)],
            IsMixed = mixed,
        };
    }

    /// <summary>The labels that make strata, in order.</summary>
    /// <param name="baseline">The labels of each series of the baseline.</param>
    /// <param name="canary">Those of the canary.</param>
    internal static string[] Making(IReadOnlyDictionary<string, string>[] baseline, IReadOnlyDictionary<string, string>[] canary) =>
        [.. Keys([.. baseline, .. canary]).Where(k => MakesStrata(Values(baseline, k), Values(canary, k)))];

    /// <summary>The stratum of a series: what its labels say of those that make strata; empty where none does.</summary>
    /// <param name="labels">The series' labels.</param>
    /// <param name="making">The labels that make strata.</param>
    internal static string Name(IReadOnlyDictionary<string, string> labels, string[] making) => making switch
    {
        [] => "",
        [var key] => Shown(labels.GetValueOrDefault(key, "")),
        _ => string.Join(',', making.Select(k => $"{k}={labels.GetValueOrDefault(k, "")}")),
    };

    /// <summary>A warning where series of an arm were pooled.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="labels">The labels of each of its series.</param>
    /// <param name="making">The labels that make strata.</param>
    internal static IEnumerable<Warning> Pooled(Arm arm, IReadOnlyDictionary<string, string>[] labels, string[] making)
    {
        var pooled = labels.GroupBy(l => Name(l, making), StringComparer.Ordinal).Select(g => g.Count()).Where(count => count > 1).Sum();
        string[] describing = [.. Keys(labels).Except(making, StringComparer.Ordinal).Where(k => Values(labels, k).Count > 1)];
        return pooled == 0 ? []
            : [new(WarningCode.StrataPooled, $"{Rows.Word(arm)}: {pooled:N0} series that differ in {string.Join(", ", describing)} were pooled: no value of that is in both arms, so it makes no strata.")];
    }

    private static IEnumerable<string> Keys(IReadOnlyDictionary<string, string>[] labels) =>
        labels.SelectMany(l => l.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static bool MakesStrata(HashSet<string> baseline, HashSet<string> canary) => Math.Max(baseline.Count, canary.Count) > 1 && baseline.Overlaps(canary);

    private static HashSet<string> Values(IReadOnlyDictionary<string, string>[] labels, string key) =>
        labels.Select(l => l.GetValueOrDefault(key, "")).ToHashSet(StringComparer.Ordinal);

    private static Dictionary<string, List<Series>> ByName(Series[] series, string[] making) =>
        series.GroupBy(s => Name(s.Labels, making), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);

    private static string Shown(string value) => value.Length == 0 ? "(none)" : value;

    private static string Plural(string key)
    {
        var noun = key.Replace('_', ' ').Replace('-', ' ').ToLowerInvariant();
        var isWord = noun.Length is > 0 and <= LongestNoun && noun.All(c => char.IsAsciiLetterLower(c) || c == ' ');
        return !isWord ? "strata"
            : noun.EndsWith('y') && noun.Length > 1 && !"aeiou".Contains(noun[^2], StringComparison.Ordinal) ? noun[..^1] + "ies"
            : noun.EndsWith('s') || noun.EndsWith('x') || noun.EndsWith("ch", StringComparison.Ordinal) || noun.EndsWith("sh", StringComparison.Ordinal) ? noun + "es"
            : noun + "s";
    }
}
